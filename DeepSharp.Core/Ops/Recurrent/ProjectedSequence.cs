namespace DeepSharp;

/// <summary>
/// A recurrent op over all time steps with the projection of its inputs, x · W + b for all steps; made by a fusion pass, after differentiation.
/// Inputs: x [time · batch, in], W [in, gates · units], b [gates · units] if there is one, then those of the recurrent op behind its sequences.
/// </summary>
/// <param name="Sequence">The recurrent op.</param>
/// <param name="HasBias">Whether b is there.</param>
internal sealed record ProjectedSequenceOp(Op Sequence, bool HasBias) : Op
{
    public override string Name => "project+" + Sequence.Name;

    public override string Family => Sequence.Family;

    /// <summary>The inputs of the projection.</summary>
    public int ProjectionInputs => HasBias ? 3 : 2;

    public override TensorSpec[] Infer(ReadOnlySpan<TensorSpec> inputs)
    {
        var rest = inputs[ProjectionInputs..];
        return Sequence.Infer([new(Steps(inputs[0].Shape[0], rest[0].Shape[0], inputs[1].Shape[1]), inputs[0].DType), .. rest]);
    }

    public override Tensor[] Compose(Tensor[] x)
    {
        var (rows, rest) = (x[0].MatMul(x[1]), x[ProjectionInputs..]);
        if (HasBias) rows += x[2];
        return Sequence.ApplyAll([rows.Reshape(Steps(rows.Shape[0], rest[0].Shape[0], rows.Shape[1])), .. rest]);
    }

    private static Shape Steps(int rows, int batch, int columns) => [batch == 0 ? 0 : rows / batch, batch, columns];
}
