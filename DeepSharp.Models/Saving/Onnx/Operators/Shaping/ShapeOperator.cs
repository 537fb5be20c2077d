namespace DeepSharp.Onnx;

/// <summary>The lengths of the axes from <c>start</c> to before <c>end</c>: known as soon as the input's shape is.</summary>
internal sealed class ShapeOperator : OnnxOperator
{
    public override OnnxValue[] Run(OnnxNode node, OnnxArguments x)
    {
        int rank = x[0].Rank, start = Place(node.Int("start", 0), rank), end = Place(node.Int("end", rank), rank);
        return [new(OnnxShapes.Row(x[0].Shape.Dims[start..Math.Max(start, end)].ToArray()), isConstant: true)];
    }

    private static int Place(int at, int rank) => Math.Clamp(at < 0 ? at + rank : at, 0, rank);
}

/// <summary>The number of elements.</summary>
internal sealed class SizeOperator : OnnxOperator
{
    public override OnnxValue[] Run(OnnxNode node, OnnxArguments x) => [new(Tensor.Scalar(x[0].Shape.Count, Device.Cpu), isConstant: true)];
}
