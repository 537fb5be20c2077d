namespace DeepSharp.Onnx;

/// <summary>max(min, min(x, max)); the bounds are attributes up to opset 10, then inputs that may be left out. Where min lies above max, all is max.</summary>
internal sealed class ClipOperator : OnnxOperator
{
    public override bool ReadsValue(int input) => input > 0;

    public override OnnxValue[] Run(OnnxNode node, OnnxArguments x)
    {
        double low = x.Number("min", 1, double.NegativeInfinity), high = x.Number("max", 2, double.PositiveInfinity);
        return [x[0].Map(t => low == double.NegativeInfinity && high == double.PositiveInfinity ? t
            : high == double.PositiveInfinity ? t.Maximum(low)
            : low == double.NegativeInfinity ? t.Minimum(high)
            : t.Clip(Math.Min(low, high), high))];
    }
}
