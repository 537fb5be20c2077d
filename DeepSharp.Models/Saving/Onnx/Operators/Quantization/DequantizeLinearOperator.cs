namespace DeepSharp.Onnx;

/// <summary>(x − zero point) · scale.</summary>
/// <remarks>Scale and zero point are one number, a number for each place along <c>axis</c>, or, with <c>block_size</c>, for each block along it.</remarks>
internal sealed class DequantizeLinearOperator : OnnxOperator
{
    public override bool TellsTypes => true;

    public override bool ReadsValue(int input) => input > 0;

    public override OnnxValue[] Run(OnnxNode node, OnnxArguments x)
    {
        if (x[0].DType.IsFloating) throw node.Invalid($"expects whole numbers but got {x[0].DType.KerasName}");
        var type = node.Has("output_dtype") && node.Int("output_dtype") != 0 ? CastOperator.TypeOf(node, "output_dtype") : x[1].DType;
        var scale = Quantized.Stretched(node, x[1], x[0].Shape);
        OnnxValue[] all = x.Optional(2) is { } zero ? [x[0], scale, Quantized.Stretched(node, zero, x[0].Shape)] : [x[0], scale];
        return [OnnxValue.Zip(all, t => (Quantized.Centred(t[0], t.Length > 2 ? t[2] : null).Cast(DType.Float32) * t[1].Cast(DType.Float32)).Cast(type))];
    }
}
