namespace DeepSharp.Onnx;

/// <summary>Axes of length one stretched, both ways, to the shape that the second input names.</summary>
internal sealed class ExpandOperator : OnnxFunction
{
    public override bool ReadsValue(int input) => input == 1;

    protected override Tensor Compute(OnnxNode node, OnnxArguments x) =>
        x.Tensor(0).BroadcastTo(Shape.Broadcast(x.Tensor(0).Shape, OnnxShapes.Lengths(node, x.Ints(1)), "Expand"));
}

/// <summary>The input laid out again and again along each axis.</summary>
internal sealed class TileOperator : OnnxFunction
{
    public override bool ReadsValue(int input) => input == 1;

    protected override Tensor Compute(OnnxNode node, OnnxArguments x)
    {
        int[] times = x.Ints(1);
        return times.Length == x[0].Rank ? x.Tensor(0).Tile(times) : throw node.Invalid($"it names {times.Length} repeats for {x[0].Shape}");
    }
}
