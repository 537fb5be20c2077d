using System.Runtime.CompilerServices;

namespace DeepSharp.Cpu;

/// <summary>Logarithms for float lanes: x = 2^e * m with m in [sqrt(1/2), sqrt(2)), then a minimax polynomial in m - 1.</summary>
internal static class LaneLog
{
    private const double Ln2High = 0.6931471824645996, Ln2Low = -1.9046542121259336e-09;
    private const double Log2EHigh = 1.4426950216293335, Log2ELow = 1.925963033500011e-08;

    /// <summary>ln x = e * ln 2 + ln m.</summary>
    public static V Log<V>(V x) where V : struct, ILane<V> => Finish(x, Core(x));

    /// <summary>log2 x = e + log2(e) * ln m, the constant in two parts.</summary>
    public static V Log2<V>(V x) where V : struct, ILane<V>
    {
        var f = Split(x, out var e);
        var m = f + Tail(f);
        return Finish(x, V.FusedMultiplyAdd(m, V.Of(Log2EHigh), V.FusedMultiplyAdd(m, V.Of(Log2ELow), e)));
    }

    /// <summary>ln(1 + x) = ln u + (x - (u - 1)) / u with u = 1 + x rounded: the quotient gives back what the rounding took.</summary>
    public static V Log1p<V>(V x) where V : struct, ILane<V>
    {
        var u = V.Of(1) + x;
        var y = Finish(u, Core(u) + (x - (u - V.Of(1))) / u);
        return V.Select(V.Less(V.Abs(x), V.Of(2.9e-8)), x, y);
    }

    /// <summary>ln(1 + e^x) = max(x, 0) + ln(1 + e^-|x|).</summary>
    public static V Softplus<V>(V x) where V : struct, ILane<V> => V.Max(x, V.Of(0)) + Log1p(LaneExp.Exp(-V.Abs(x)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V Core<V>(V x) where V : struct, ILane<V>
    {
        var f = Split(x, out var e);
        return V.FusedMultiplyAdd(e, V.Of(Ln2High), f + V.FusedMultiplyAdd(e, V.Of(Ln2Low), Tail(f)));
    }

    /// <summary>m - 1 and the exponent e of a positive finite x; anything else gives rubbish that <see cref="Finish"/> replaces.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Split<V>(V x, out V e) where V : struct, ILane<V>
    {
        // Denormals have no exponent of their own: scale them up by 2^bits first.
        int bits = V.IsSingle ? 23 : 52;
        var unit = V.Of(1L << bits);
        var denormal = V.Less(x, V.Of(V.IsSingle ? 1.1754943508222875e-38 : 2.2250738585072014e-308));
        x = V.Select(denormal, x * unit, x);

        // The exponent field moved into the mantissa of 2^bits reads as the number 2^bits + exponent.
        e = V.Or(V.ShiftBitsRight(x, bits), unit) - V.Of((1L << bits) + (V.IsSingle ? 127 : 1023)) - V.And(denormal, V.Of(bits));
        var m = V.Or(V.And(x, V.Of(V.IsSingle ? BitConverter.Int32BitsToSingle(0x007FFFFF) : BitConverter.Int64BitsToDouble(0xFFFFFFFFFFFFF))), V.Of(1));

        var large = V.LessOrEqual(V.Of(1.4142135623730951), m);
        e += V.And(large, V.Of(1));
        return V.Select(large, m * V.Of(0.5), m) - V.Of(1);
    }

    /// <summary>ln(1 + f) - f = -f^2 / 2 + f^3 P(f).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V Tail<V>(V f) where V : struct, ILane<V>
    {
        var p = V.Of(0.06913454754);
        p = V.FusedMultiplyAdd(p, f, V.Of(-0.1178911751));
        p = V.FusedMultiplyAdd(p, f, V.Of(0.1187340439));
        p = V.FusedMultiplyAdd(p, f, V.Of(-0.1238448448));
        p = V.FusedMultiplyAdd(p, f, V.Of(0.1421862406));
        p = V.FusedMultiplyAdd(p, f, V.Of(-0.166692426));
        p = V.FusedMultiplyAdd(p, f, V.Of(0.200022277));
        p = V.FusedMultiplyAdd(p, f, V.Of(-0.2499998675));
        p = V.FusedMultiplyAdd(p, f, V.Of(0.3333331043));
        p = V.FusedMultiplyAdd(p, f, V.Of(-0.5));
        return f * f * p;
    }

    /// <summary>Puts in the special values: -inf at 0, NaN below 0 and for NaN, inf at inf.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Finish<V>(V x, V y) where V : struct, ILane<V>
    {
        var zero = V.Of(0);
        var infinity = V.Of(double.PositiveInfinity);
        y = V.Select(V.Equal(x, infinity), infinity, y);
        return V.Select(V.Less(zero, x), y, V.Select(V.Equal(x, zero), -infinity, V.Of(double.NaN)));
    }
}
