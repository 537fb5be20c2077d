namespace DeepSharp.Onnx;

/// <summary>(x − μ) / √(σ² + ε) · γ + β over the axes from <c>axis</c> on; also μ and 1 / √(σ² + ε).</summary>
internal sealed class LayerNormalizationOperator : OnnxOperator
{
    public override OnnxValue[] Run(OnnxNode node, OnnxArguments x)
    {
        var data = x.Tensor(0);
        int axis = data.Shape.Axis(node.Int("axis", -1), "LayerNormalization");
        double epsilon = node.Float("epsilon", 1e-5);
        int[] over = [.. Enumerable.Range(axis, data.Rank - axis)];
        Shape lengths = data.Shape[axis..];
        var y = data.LayerNorm(x.Tensor(1).BroadcastTo(lengths), x.OptionalTensor(2)?.BroadcastTo(lengths), over, epsilon);
        if (!node.Wants(1) && !node.Wants(2)) return [y];
        return [y, data.Mean(over, keepDims: true), (data.Var(over, keepDims: true) + epsilon).Rsqrt()];
    }
}

/// <summary>x / √(mean x² + ε) · γ over the axes from <c>axis</c> on.</summary>
internal sealed class RMSNormalizationOperator : OnnxFunction
{
    protected override Tensor Compute(OnnxNode node, OnnxArguments x)
    {
        var data = x.Tensor(0);
        int axis = data.Shape.Axis(node.Int("axis", -1), "RMSNormalization");
        return data.RmsNorm(x.Tensor(1), Enumerable.Range(axis, data.Rank - axis).ToArray(), node.Float("epsilon", 1e-5));
    }
}
