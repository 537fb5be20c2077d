namespace DeepSharp;

/// <summary>What a scan does at one time step: a straight list of ops over numbered values.</summary>
/// <remarks>
/// The values are counted through: first the inputs, then the constants, then the outputs of each step. A body is compared by content, knows
/// no tensors, and can be run again on whatever it is given: symbols of another trace, tensors of the null device, real ones.
/// </remarks>
/// <param name="Inputs">How many inputs there are.</param>
/// <param name="Constants">Known numbers, stretched to a shape.</param>
/// <param name="Steps">The ops in order.</param>
/// <param name="Outputs">Which values are given back.</param>
public sealed record ScanBody(int Inputs, EquatableArray<ScanConstant> Constants, EquatableArray<ScanStep> Steps, EquatableArray<int> Outputs)
{
    /// <summary>Runs the ops.</summary>
    /// <param name="inputs">A tensor for each input.</param>
    /// <returns>A tensor for each output.</returns>
    internal Tensor[] Run(Tensor[] inputs)
    {
        var values = Start(inputs);
        foreach (var step in Steps) values.AddRange(step.Op.ApplyAll(step.Of(values)));
        return [.. Outputs.Select(o => values[o])];
    }

    /// <summary>The values that are there before the first op.</summary>
    internal List<Tensor> Start(Tensor[] inputs)
    {
        var device = inputs[0].Device == Device.Null ? Device.Cpu : inputs[0].Device;
        return [.. inputs, .. Constants.Select(c => c.ToTensor(device))];
    }

    /// <summary>This body with outputs for all that differentiating it needs and that is not cheap to work out again: the first inputs, which
    /// are the states, and the results of costly ops.</summary>
    /// <param name="states">How many states there are.</param>
    internal ScanBody Keeping(int states)
    {
        List<int> outputs = [.. Outputs];
        void Keep(int value)
        {
            if (outputs.IndexOf(value, states) < 0) outputs.Add(value);
        }
        for (int i = 0; i < states; i++) Keep(i);
        int next = Inputs + Constants.Count;
        foreach (var step in Steps)
        {
            for (int o = 0; o < step.Outputs; o++)
                if (step.IsCostly) Keep(next + o);
            next += step.Outputs;
        }
        return outputs.Count == Outputs.Count ? this : this with { Outputs = new([.. outputs]) };
    }

    /// <summary>Prints how large the body is.</summary>
    public override string ToString() => $"{Steps.Count} ops";
}

/// <summary>One op of a <see cref="ScanBody"/>.</summary>
/// <param name="Op">The op.</param>
/// <param name="Inputs">The numbers of the values it takes.</param>
/// <param name="Outputs">How many values it gives.</param>
/// <param name="IsCostly">Whether its results are kept for the gradient rather than worked out again.</param>
public readonly record struct ScanStep(Op Op, EquatableArray<int> Inputs, int Outputs, bool IsCostly)
{
    internal Tensor[] Of(List<Tensor> values) => [.. Inputs.Select(i => values[i])];
}

/// <summary>A known number, stretched to a shape.</summary>
/// <param name="Spec">Shape and element type.</param>
/// <param name="Bits">The number's bits as a double; 0 and −0 are not the same.</param>
public readonly record struct ScanConstant(TensorSpec Spec, long Bits)
{
    internal Tensor ToTensor(Device device) => Tensor.Full(Spec.Shape, BitConverter.Int64BitsToDouble(Bits), Spec.DType, device);
}
