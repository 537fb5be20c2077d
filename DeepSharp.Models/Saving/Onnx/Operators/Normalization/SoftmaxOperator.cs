namespace DeepSharp.Onnx;

/// <summary>A function along one axis; up to opset 12 along all axes from <c>axis</c> on as if they were one.</summary>
internal abstract class AlongAxis : OnnxFunction
{
    protected sealed override Tensor Compute(OnnxNode node, OnnxArguments x)
    {
        var data = x.Tensor(0);
        int axis = data.Shape.Axis(node.Int("axis", node.Opset < 13 ? 1 : -1), node.OpType);
        if (node.Opset >= 13 || axis == data.Rank - 1) return Along(data, axis);
        return Along(data.Reshape([checked((int)data.Shape[..axis].Count), checked((int)data.Shape[axis..].Count)]), 1).Reshape(data.Shape);
    }

    /// <summary>The function along an axis.</summary>
    protected abstract Tensor Along(Tensor x, int axis);
}

/// <summary>eˣ / Σ eˣ along an axis.</summary>
internal sealed class SoftmaxOperator : AlongAxis
{
    protected override Tensor Along(Tensor x, int axis) => x.Softmax(axis);
}

/// <summary>ln of softmax along an axis.</summary>
internal sealed class LogSoftmaxOperator : AlongAxis
{
    protected override Tensor Along(Tensor x, int axis) => x.LogSoftmax(axis);
}

/// <summary>One at the first largest element along an axis, else zero.</summary>
internal sealed class HardmaxOperator : AlongAxis
{
    protected override Tensor Along(Tensor x, int axis) => x.ArgMax(axis).OneHot(x.Shape[axis], axis, x.DType);
}
