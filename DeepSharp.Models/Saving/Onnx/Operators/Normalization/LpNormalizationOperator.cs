namespace DeepSharp.Onnx;

/// <summary>Divided by the 1-norm or 2-norm along an axis.</summary>
internal sealed class LpNormalizationOperator : OnnxFunction
{
    protected override Tensor Compute(OnnxNode node, OnnxArguments x)
    {
        var data = x.Tensor(0);
        int axis = data.Shape.Axis(node.Int("axis", -1), "LpNormalization");
        return node.Int("p", 2) switch
        {
            1 => data / data.Abs().Sum(axis, keepDims: true),
            2 => data / data.Square().Sum(axis, keepDims: true).Sqrt(),
            var p => throw node.Invalid($"p is {p}; expected 1 or 2"),
        };
    }
}

/// <summary>(x − mean) / (deviation + 10⁻⁹) over axes.</summary>
internal sealed class MeanVarianceNormalizationOperator : OnnxFunction
{
    protected override Tensor Compute(OnnxNode node, OnnxArguments x)
    {
        var data = x.Tensor(0);
        Axes axes = node.Ints("axes") ?? [0, 2, 3];
        return (data - data.Mean(axes, keepDims: true)) / (data.Var(axes, keepDims: true).Sqrt() + 1e-9);
    }
}
