namespace DeepSharp.Onnx;

/// <summary>Tensors one after another along an axis.</summary>
internal sealed class ConcatOperator : OnnxOperator
{
    public override OnnxValue[] Run(OnnxNode node, OnnxArguments x)
    {
        var parts = x.All;
        int rank = parts[0].Rank, axis = parts[0].Shape.Axis(node.Int("axis"), "Concat");
        if (Array.Find(parts, p => p.DType != parts[0].DType) is { } other)
            throw new DTypeMismatchException($"[Concat] the inputs differ in type: {parts[0].DType.KerasName} and {other.DType.KerasName}.");
        if (!Array.TrueForAll(parts, p => p.IsLast && p.Rank == rank)) return [Tensor.Concat(Array.ConvertAll(parts, p => p.Plain), axis)];
        return [OnnxValue.ChannelsLast(Tensor.Concat(Array.ConvertAll(parts, p => p.Last), axis == 0 ? 0 : axis == 1 ? rank - 1 : axis - 1))];
    }
}
