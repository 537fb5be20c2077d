namespace DeepSharp.Onnx;

/// <summary>round(x / scale) + zero point, held within the range of the zero point's type; halves are rounded to even numbers.</summary>
/// <remarks>Scale and zero point are one number, a number for each place along <c>axis</c>, or, with <c>block_size</c>, for each block along it.</remarks>
internal sealed class QuantizeLinearOperator : OnnxOperator
{
    public override bool TellsTypes => true;

    public override bool ReadsValue(int input) => input > 0;

    public override OnnxValue[] Run(OnnxNode node, OnnxArguments x)
    {
        var type = Type(node, x.Optional(2));
        var (scale, zero) = (Quantized.Stretched(node, x[1], x[0].Shape), x.Optional(2) is { } z ? Quantized.Stretched(node, z, x[0].Shape) : null);
        // ONNX's types of 16 bits are computed in single precision, and 64 bits are not among them.
        OnnxValue[] all = zero is null ? [x[0], scale] : [x[0], scale, zero];
        return [type.Quantize(OnnxValue.Zip(all, t => t[0].Cast(DType.Float32) / t[1].Cast(DType.Float32)), zero)];
    }

    /// <summary>The type of the result: that of the zero point, or that which the node names, or bytes.</summary>
    private static QuantizedType Type(OnnxNode node, OnnxValue? zero)
    {
        if (zero is not null) return new(zero.DType, zero.Narrow);
        if (!node.Has("output_dtype") || node.Int("output_dtype") == 0) return QuantizedType.Bytes;
        return new(CastOperator.TypeOf(node, "output_dtype"), node.Narrow("output_dtype"));
    }
}
