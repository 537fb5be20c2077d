using System.Runtime.CompilerServices;

namespace DeepSharp.Cpu;

/// <summary>Logarithms for double lanes: x = 2^e * m as in <see cref="LaneLog"/>, then ln m = 2 artanh(f / (2 + f)) with f = m - 1.</summary>
internal static class LaneLogDouble
{
    // The upper part of ln 2 has so many zeros at its end that e times it is exact.
    private const double Ln2High = 0.69314718036912381649, Ln2Low = 1.9082149292705877e-10;
    private const double Log2EHigh = 1.4426950408889634, Log2ELow = 2.0355273740931033e-17;

    /// <summary>ln x = e * ln 2 + ln m.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static V Log<V>(V x) where V : struct, ILane<V> => LaneLog.Finish(x, Core(x));

    /// <summary>log2 x = e + log2(e) * ln m, the constant in two parts.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static V Log2<V>(V x) where V : struct, ILane<V>
    {
        var f = LaneLog.Split(x, out var e);
        var m = f - Tail(f, V.Of(0));
        return LaneLog.Finish(x, V.FusedMultiplyAdd(m, V.Of(Log2EHigh), V.FusedMultiplyAdd(m, V.Of(Log2ELow), e)));
    }

    /// <summary>ln(1 + x) = ln u + (x - (u - 1)) / u with u = 1 + x rounded: the quotient gives back what the rounding took.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static V Log1p<V>(V x) where V : struct, ILane<V>
    {
        var u = V.Of(1) + x;
        var y = LaneLog.Finish(u, Core(u) + (x - (u - V.Of(1))) / u);
        return V.Select(V.Less(V.Abs(x), V.Of(1e-16)), x, y);
    }

    /// <summary>ln(1 + e^x) = max(x, 0) + ln(1 + e^-|x|).</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static V Softplus<V>(V x) where V : struct, ILane<V> => V.Max(x, V.Of(0)) + Log1p(LaneExpDouble.ExpOfNegative(-V.Abs(x)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V Core<V>(V x) where V : struct, ILane<V>
    {
        var f = LaneLog.Split(x, out var e);
        return V.FusedMultiplyAdd(e, V.Of(Ln2High), f - Tail(f, e * V.Of(Ln2Low)));
    }

    /// <summary>f - ln(1 + f) - <paramref name="low"/> = h - (s (h + R) + low) with h = f^2 / 2, s = f / (2 + f) and R = 2 artanh(s) / s - 2.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V Tail<V>(V f, V low) where V : struct, ILane<V>
    {
        var s = f / (V.Of(2) + f);
        var z = s * s;
        var r = V.Of(0.14796103496892704);
        r = V.FusedMultiplyAdd(r, z, V.Of(0.15314035989789973));
        r = V.FusedMultiplyAdd(r, z, V.Of(0.18183564862866122));
        r = V.FusedMultiplyAdd(r, z, V.Of(0.22222198563497392));
        r = V.FusedMultiplyAdd(r, z, V.Of(0.28571428742475635));
        r = V.FusedMultiplyAdd(r, z, V.Of(0.3999999999941431));
        r = V.FusedMultiplyAdd(r, z, V.Of(0.6666666666666734));
        var h = f * f * V.Of(0.5);
        return h - V.FusedMultiplyAdd(s, V.FusedMultiplyAdd(r, z, h), low);
    }
}
