namespace DeepSharp.Onnx;

/// <summary>The type of quantized numbers.</summary>
/// <param name="DType">The type of the tensors that hold them.</param>
/// <param name="Narrow">The type in ONNX, where no tensor here has it.</param>
internal readonly record struct QuantizedType(DType DType, NarrowType? Narrow)
{
    /// <summary>Whole numbers from 0 to 255.</summary>
    public static QuantizedType Bytes => new(DType.UInt8, null);

    /// <summary>Numbers rounded, halves to even ones, moved by a zero point and held within the type's range.</summary>
    /// <param name="scaled">The numbers, divided by the scale.</param>
    /// <param name="zero">The zero point, which stretches to their shape; 0 where it is left out.</param>
    /// <exception cref="InvalidValueException">Numbers are not quantized to such a type.</exception>
    public OnnxValue Quantize(OnnxValue scaled, OnnxValue? zero)
    {
        var (lowest, highest) = Range();
        var type = DType;
        OnnxValue[] all = zero is null ? [scaled] : [scaled, zero];
        return OnnxValue.Zip(all, t =>
        {
            var rounded = t[0].Round();
            return (t.Length > 1 ? rounded + t[1].Cast(rounded.DType) : rounded).Clip(lowest, highest).Cast(type);
        }).As(Narrow);
    }

    private (long, long) Range() => Narrow is { } narrow ? (narrow.Lowest, narrow.Highest) : DType switch
    {
        DType.UInt8 => (0, byte.MaxValue),
        var other => throw new InvalidValueException($"[QuantizeLinear] numbers are quantized to {other.KerasName}; known are uint8, int8, uint16 and int16."),
    };
}
