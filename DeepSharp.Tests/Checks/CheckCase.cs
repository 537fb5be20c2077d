namespace DeepSharp.Tests;

/// <summary>A function under check with its inputs.</summary>
/// <param name="Who">Its name in messages.</param>
/// <param name="Function">What is computed.</param>
/// <param name="Inputs">Its arguments; floating ones are float64.</param>
/// <param name="Options">What to check and how strictly.</param>
/// <param name="Op">The op, where the function is just that.</param>
internal sealed record CheckCase(string Who, Func<Tensor[], Tensor[]> Function, Tensor[] Inputs, OpCheckOptions Options, Op? Op)
{
    /// <summary>The inputs to differentiate with respect to.</summary>
    public int[] Sources { get; } = Options.Differentiate ?? [.. Enumerable.Range(0, Inputs.Length).Where(i => Inputs[i].DType.IsFloating)];

    /// <summary>The inputs whose first axis is the batch.</summary>
    public int[] Batched { get; } = Options.Batched
        ?? [.. Enumerable.Range(0, Inputs.Length).Where(i => Inputs[i].Rank > 0 && Inputs[0].Rank > 0 && Inputs[i].Shape[0] == Inputs[0].Shape[0])];

    /// <summary>Whether the function is a single op, given as such or found when it was traced. A loop is many: each step rounds.</summary>
    public bool IsOneOp { get; init; } = Op is not null and not ScanOp;

    /// <summary>The values for the inputs as they are.</summary>
    public Tensor[] Run() => Function(Inputs);

    /// <summary>The case with other inputs.</summary>
    public CheckCase With(string variant, Tensor[] inputs) => new($"{Who} [{variant}]", Function, inputs, Options, Op) { IsOneOp = IsOneOp };

    /// <summary>The case with its floating inputs in another precision.</summary>
    public CheckCase As(DType dtype)
    {
        DType Of(int input) => dtype.Is16Bit && Options.WideInputs.Contains(input) ? DType.Float32 : dtype;
        Tensor[] inputs = [.. Inputs.Select((x, i) => x.DType.IsFloating ? x.Cast(Of(i)) : x)];
        return new($"{Who} [{dtype.KerasName}]", Function, inputs, Options, Op) { IsOneOp = IsOneOp };
    }

    /// <summary>Whether the shape rules take inputs of these shapes.</summary>
    public bool Allows(Tensor[] inputs)
    {
        try
        {
            Function(Array.ConvertAll(inputs, x => new Tensor(x.Spec, Device.Null)));
            return true;
        }
        catch (DeepSharpException)
        {
            return false;
        }
    }
}
