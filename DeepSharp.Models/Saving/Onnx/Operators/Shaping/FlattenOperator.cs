namespace DeepSharp.Onnx;

/// <summary>A matrix: the axes before <c>axis</c> as one, the others as one.</summary>
internal sealed class FlattenOperator : OnnxFunction
{
    protected override Tensor Compute(OnnxNode node, OnnxArguments x)
    {
        var data = x.Tensor(0);
        int axis = node.Int("axis", 1);
        if (axis < 0) axis += data.Rank;
        if (axis < 0 || axis > data.Rank) throw new ShapeMismatchException($"[Flatten] axis {axis} is out of range for {data.Shape}.");
        return data.Reshape([checked((int)data.Shape[..axis].Count), checked((int)data.Shape[axis..].Count)]);
    }
}
