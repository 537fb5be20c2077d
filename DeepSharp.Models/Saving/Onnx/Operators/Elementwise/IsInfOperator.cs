namespace DeepSharp.Onnx;

/// <summary>Where elements are infinite, on the sides that the attributes ask for.</summary>
internal sealed class IsInfOperator : OnnxOperator
{
    public override OnnxValue[] Run(OnnxNode node, OnnxArguments x)
    {
        bool above = node.Flag("detect_positive", true), below = node.Flag("detect_negative", true);
        return [x[0].Map(t => above && below ? t.Abs() >= double.PositiveInfinity
            : above ? t >= double.PositiveInfinity
            : below ? t <= double.NegativeInfinity
            : t > double.PositiveInfinity)];
    }
}
