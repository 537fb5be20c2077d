namespace DeepSharp.Onnx;

/// <summary>The axes in another order; turned round where none is given.</summary>
internal sealed class TransposeOperator : OnnxOperator
{
    public override OnnxValue[] Run(OnnxNode node, OnnxArguments x)
    {
        int rank = x[0].Rank;
        int[] order = node.Ints("perm") ?? [.. Enumerable.Range(0, rank).Reverse()];
        if (order.Length != rank || !order.Order().SequenceEqual(Enumerable.Range(0, rank)))
            throw new ShapeMismatchException($"[Transpose] the order [{string.Join(", ", order)}] must name each of the {rank} axes of {x[0].Shape} once.");
        // To and from channels last is no work where the tensor is known in that order.
        if (rank >= 3 && order.SequenceEqual([0, .. Enumerable.Range(2, rank - 2), 1])) return [x[0].Last];
        if (rank >= 3 && order.SequenceEqual([0, rank - 1, .. Enumerable.Range(1, rank - 2)])) return [OnnxValue.ChannelsLast(x[0].Plain)];
        return [x[0].Plain.Transpose(order)];
    }
}
