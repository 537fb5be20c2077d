using System.Numerics;

namespace DeepSharp.Cpu;

/// <summary>A 16-bit float format: how its bits become those of a float32 and back, one register at a time.</summary>
/// <remarks>Integer operations and exact float products only, so every vector width gives the same bits.</remarks>
internal interface IHalfBits
{
    /// <summary>The float32 bits of 16-bit floats in the lower halves of the lanes; exact.</summary>
    static abstract Vector<uint> Widen(Vector<uint> bits);

    /// <summary>The 16 bits of float32 numbers, in the lower halves of the lanes: rounded to nearest, ties to even; NaN stays NaN.</summary>
    static abstract Vector<uint> Round(Vector<uint> bits);
}

/// <summary>bfloat16: the upper half of a float32.</summary>
internal readonly struct BFloat16Bits : IHalfBits
{
    public static Vector<uint> Widen(Vector<uint> bits) => bits << 16;

    public static Vector<uint> Round(Vector<uint> bits)
    {
        var magnitude = bits & new Vector<uint>(0x7FFFFFFF);
        // Half a unit less one, and one more where the last bit kept is odd: ties go to even.
        var rounded = (bits + new Vector<uint>(0x7FFF) + ((bits >>> 16) & Vector<uint>.One)) >>> 16;
        return Vector.ConditionalSelect(Vector.GreaterThan(magnitude, new(0x7F800000)), (bits >>> 16) | new Vector<uint>(0x40), rounded);
    }
}

/// <summary>float16: IEEE 754 half precision with 5 exponent bits and 10 fraction bits.</summary>
internal readonly struct Float16Bits : IHalfBits
{
    public static Vector<uint> Widen(Vector<uint> bits)
    {
        var shifted = (bits & new Vector<uint>(0x7FFF)) << 13;
        // Read as a float32 the exponent is 112 too small; the product mends it, for subnormal numbers too.
        var number = Vector.AsVectorUInt32(Vector.AsVectorSingle(shifted) * new Vector<float>(BitConverter.UInt32BitsToSingle(0x77800000)));
        var special = Vector.GreaterThanOrEqual(shifted, new(0x7C00u << 13));
        return Vector.ConditionalSelect(special, shifted | new Vector<uint>(0x7F800000), number) | ((bits & new Vector<uint>(0x8000)) << 16);
    }

    public static Vector<uint> Round(Vector<uint> bits)
    {
        var magnitude = bits & new Vector<uint>(0x7FFFFFFF);
        var normal = (magnitude + new Vector<uint>(0xFFF) + ((magnitude >>> 13) & Vector<uint>.One) - new Vector<uint>(112 << 23)) >>> 13;
        // Below 2⁻¹⁴ adding ½ leaves just the subnormal bits at the end of the fraction, and the addition rounds them.
        var subnormal = Vector.AsVectorUInt32(Vector.AsVectorSingle(magnitude) + new Vector<float>(0.5f)) - new Vector<uint>(126 << 23);
        var result = Vector.ConditionalSelect(Vector.LessThan(magnitude, new(113 << 23)), subnormal, normal);
        result = Vector.ConditionalSelect(Vector.GreaterThanOrEqual(magnitude, new(143 << 23)), new(0x7C00), result);
        var nan = new Vector<uint>(0x7E00) | ((magnitude >>> 13) & new Vector<uint>(0x3FF));
        result = Vector.ConditionalSelect(Vector.GreaterThan(magnitude, new(0x7F800000)), nan, result);
        return result | ((bits >>> 16) & new Vector<uint>(0x8000));
    }
}
