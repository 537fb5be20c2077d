using System.Runtime.CompilerServices;

namespace DeepSharp.Cpu;

/// <summary>
/// Numbers of at least 0 that carry exponents of their own, mantissa · 2^exponent, in double lanes: products of very many probabilities
/// neither vanish nor need logarithms. Zero has the exponent <see cref="Nothing"/>; a mantissa that is NaN stays NaN.
/// </summary>
/// <remarks>Only lanes of doubles: the bits are taken apart. Exponents are whole numbers in lanes of the same kind.</remarks>
internal static class LaneScaled
{
    /// <summary>The exponent of zero: below every other, and far enough from the limits that a few of them can be added.</summary>
    public const double Nothing = -1e300;

    private const double Smallest = -1022, Log2E = 1.4426950408889634, Ln2High = 0.6931471805599453, Ln2Low = 2.3190468138462996e-17;

    /// <summary>The coefficients of e^r, from 1 / 13! down; for |r| up to ln 2 / 2 what they leave out is below 1e-17.</summary>
    private static ReadOnlySpan<double> Coefficients =>
    [
        1 / 6227020800.0, 1 / 479001600.0, 1 / 39916800.0, 1 / 3628800.0, 1 / 362880.0, 1 / 40320.0, 1 / 5040.0, 1 / 720.0,
        1 / 120.0, 1 / 24.0, 1 / 6.0, 0.5, 1, 1,
    ];

    /// <summary>e^x for x up to 0 as a mantissa from 0.7 to 1.42 and its exponent; 0 for -inf.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Exp<V>(V x, out V exponent) where V : struct, ILane<V>
    {
        const double Lowest = -1e290;
        var bounded = V.AtLeast(x, V.Of(Lowest));
        var n = V.Round(bounded * V.Of(Log2E));
        var r = V.FusedMultiplyAdd(n, V.Of(-Ln2Low), V.FusedMultiplyAdd(n, V.Of(-Ln2High), bounded));
        // From about 1e15 on x has no fraction that could be kept.
        r = V.AtMost(V.AtLeast(r, V.Of(-0.35)), V.Of(0.35));
        var p = V.Of(Coefficients[0]);
        for (int i = 1; i < Coefficients.Length; i++) p = V.FusedMultiplyAdd(p, r, V.Of(Coefficients[i]));
        var none = V.Less(x, V.Of(Lowest));
        exponent = V.Select(none, V.Of(Nothing), n);
        return V.Select(none, V.Of(0), p);
    }

    /// <summary>The mantissa brought into [1, 2); the exponent follows.</summary>
    /// <param name="x">0, NaN or a normal number above 0.</param>
    /// <param name="exponent">The exponent of x; gets that of the result.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Normal<V>(V x, ref V exponent) where V : struct, ILane<V>
    {
        var some = V.Less(V.Of(0), x);
        // The exponent field moved into the mantissa of 2^52 reads as the number 2^52 + field.
        var field = V.Or(V.ShiftBitsRight(x, 52), V.Of(4503599627370496)) - V.Of(4503599627370496 + 1023);
        exponent = V.Select(some, exponent + field, V.Of(Nothing));
        return V.Select(some, V.Or(V.And(x, V.Of(BitConverter.Int64BitsToDouble(0x000F_FFFF_FFFF_FFFF))), V.Of(1)), x);
    }

    /// <summary>a + b + c; the mantissa is at most 6 and not normal.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Sum<V>(V a, V aExponent, V b, V bExponent, V c, V cExponent, out V exponent) where V : struct, ILane<V>
    {
        exponent = V.AtLeast(V.AtLeast(aExponent, bExponent), cExponent);
        return a * PowerOfTwo(aExponent - exponent) + b * PowerOfTwo(bExponent - exponent) + c * PowerOfTwo(cExponent - exponent);
    }

    /// <summary>The number itself, where it is no more than 2^1023; 0 where it is below the smallest normal number.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Value<V>(V mantissa, V exponent) where V : struct, ILane<V> =>
        V.Select(V.Less(exponent, V.Of(Smallest)), V.Of(0), mantissa * PowerOfTwo(exponent));

    /// <summary>2^n for whole n up to 1023; below -1022 it stays there, which is nothing beside the largest of a sum.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V PowerOfTwo<V>(V n) where V : struct, ILane<V> =>
        V.ShiftBitsLeft(V.AtLeast(n, V.Of(Smallest)) + V.Of(6755399441055744 + 1023), 52);
}
