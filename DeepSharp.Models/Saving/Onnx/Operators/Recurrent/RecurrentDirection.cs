namespace DeepSharp.Onnx;

/// <summary>One direction of a recurrent node.</summary>
/// <param name="Node">The node.</param>
/// <param name="Data">The sequences, [time, batch, features].</param>
/// <param name="W">The weights of the features, [gates · units, features].</param>
/// <param name="R">The weights of the state, [gates · units, units].</param>
/// <param name="Bias">The biases that go with W, then those that go with R.</param>
/// <param name="Peephole">What the cell state adds to the gates i, o and f; none if null.</param>
/// <param name="Mask">Which steps count, [time, batch]; all if null.</param>
/// <param name="First">The states before the first step, [batch, units] each.</param>
/// <param name="Functions">The activations.</param>
/// <param name="IsReverse">Whether time runs from the last step to the first.</param>
internal sealed record RecurrentDirection(
    OnnxNode Node, Tensor Data, Tensor W, Tensor R, Tensor Bias, Tensor? Peephole, Tensor? Mask, Tensor[] First, OnnxActivations Functions, bool IsReverse)
{
    /// <summary>The bias of the features.</summary>
    public Tensor InputBias => Bias.Slice(0, ..(Bias.Shape[0] / 2));

    /// <summary>The bias of the state.</summary>
    public Tensor StateBias => Bias.Slice(0, (Bias.Shape[0] / 2)..);

    /// <summary>The features' part of all sums: X · Wᵀ + bias.</summary>
    public Tensor Project(Tensor w, Tensor bias) => Data.MatMul(w, transposeB: true) + bias;

    /// <summary>Runs a step over time, holding the states back where a step is masked.</summary>
    /// <param name="projected">What each step is given, [time, batch, ..].</param>
    /// <param name="step">From the step's data and the states to the new states, the first of which is the output.</param>
    public (Tensor Outputs, Tensor[] States) Scan(Tensor projected, Func<Tensor, Tensor[], Tensor[]> step)
    {
        Tensor[] sequences = Mask is null ? [projected] : [projected, Mask];
        var (states, outputs) = Tensor.Scan((before, at) =>
        {
            var after = step(at[0], before);
            if (Mask is not null) after = [.. after.Zip(before, (a, b) => Tensor.Where(at[1].ExpandDims(-1), a, b))];
            return (after, [after[0]]);
        }, First, sequences, IsReverse);
        return (outputs[0], states);
    }
}
