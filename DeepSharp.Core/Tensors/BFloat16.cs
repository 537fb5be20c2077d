namespace DeepSharp;

/// <summary>A 16-bit float: sign, 8 exponent bits and 7 fraction bits, the upper half of a <see cref="float"/>.</summary>
/// <param name="Bits">The raw bits.</param>
public readonly record struct BFloat16(ushort Bits)
{
    /// <summary>Rounds to nearest, ties to even; NaN stays NaN.</summary>
    public static explicit operator BFloat16(float value)
    {
        uint bits = BitConverter.SingleToUInt32Bits(value);
        if (float.IsNaN(value)) return new((ushort)((bits >> 16) | 0x40));
        return new((ushort)((bits + 0x7FFF + ((bits >> 16) & 1)) >> 16));
    }

    /// <summary>Widens exactly.</summary>
    public static implicit operator float(BFloat16 value) => BitConverter.UInt32BitsToSingle((uint)value.Bits << 16);

    /// <summary>The value as a <see cref="float"/> prints.</summary>
    public override string ToString() => ((float)this).ToString();
}
