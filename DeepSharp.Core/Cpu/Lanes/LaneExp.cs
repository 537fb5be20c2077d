using System.Runtime.CompilerServices;

namespace DeepSharp.Cpu;

/// <summary>The exponential family for float lanes. Polynomials are minimax fits made for these intervals.</summary>
internal static class LaneExp
{
    private const double Log2E = 1.4426950408889634;

    // ln 2 as a float and the float of what is left: x - n * ln 2 stays exact to well below one ulp.
    private const double Ln2High = 0.6931471824645996, Ln2Low = -1.9046542121259336e-09;

    /// <summary>e^x = 2^n * e^r with n = round(x / ln 2), |r| &lt;= ln 2 / 2.</summary>
    // Outside these limits the result is 0 or infinite anyway.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Exp<V>(V x) where V : struct, ILane<V> => Bounded(V.AtMost(V.AtLeast(x, V.Of(-104)), V.Of(89)));

    /// <summary>e^x for x up to 0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V ExpOfNegative<V>(V x) where V : struct, ILane<V> => Bounded(V.AtLeast(x, V.Of(-104)));

    /// <summary>e^x / 2 for x from 0 up, finite as long as the result is.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V HalfExp<V>(V x) where V : struct, ILane<V>
    {
        var m = Mantissa(V.AtMost(x, V.Of(90)), out var n);
        return V.Scale(m, n - V.Of(1));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V Bounded<V>(V x) where V : struct, ILane<V>
    {
        var m = Mantissa(x, out var n);
        return V.Scale(m, n);
    }

    /// <summary>e^r of e^x = 2^n * e^r.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V Mantissa<V>(V x, out V n) where V : struct, ILane<V>
    {
        var r = Reduce(x, out n);
        var q = V.Of(0.001381421309);
        q = V.FusedMultiplyAdd(q, r, V.Of(0.008368898635));
        q = V.FusedMultiplyAdd(q, r, V.Of(0.04166840584));
        q = V.FusedMultiplyAdd(q, r, V.Of(0.1666651913));
        q = V.FusedMultiplyAdd(q, r, V.Of(0.4999999335));
        return V.FusedMultiplyAdd(r * r, q, r) + V.Of(1);
    }

    /// <summary>x * 2^n; n may be more than one power of two can hold, so two factors are taken, of which only the last can round.</summary>
    public static V Scale<V>(V x, V n) where V : struct, ILane<V>
    {
        var half = V.Floor(n * V.Of(0.5));
        return x * PowerOfTwo(half) * PowerOfTwo(n - half);
    }

    /// <summary>e^x - 1 = 2^n * (e^r - 1) + (2^n - 1); the polynomial gives e^r - 1 without cancellation.</summary>
    public static V Expm1<V>(V x) where V : struct, ILane<V>
    {
        var y = V.Select(V.Less(x, V.Of(-20)), V.Of(-20), x);
        y = V.Select(V.Less(V.Of(89), y), V.Of(89), y);
        var r = Reduce(y, out var n);

        var q = V.Of(0.0001991454755);
        q = V.FusedMultiplyAdd(q, r, V.Of(0.00139412775));
        q = V.FusedMultiplyAdd(q, r, V.Of(0.008333272432));
        q = V.FusedMultiplyAdd(q, r, V.Of(0.04166635143));
        q = V.FusedMultiplyAdd(q, r, V.Of(0.1666666682));
        q = V.FusedMultiplyAdd(q, r, V.Of(0.5000000047));
        var p = V.FusedMultiplyAdd(r * r, q, r);

        // Half of the result first, because 2^128 is no float; the doubling at the end is exact or overflows as it should.
        var scale = PowerOfTwo(n - V.Of(1));
        var result = V.FusedMultiplyAdd(p, scale, scale - V.Of(0.5)) * V.Of(2);

        // Here e^x - 1 rounds to x; also keeps -0 and denormals.
        return V.Select(V.Less(V.Abs(x), V.Of(2.9e-8)), x, result);
    }

    /// <summary>1 / (1 + e^-x), with the exponential of -|x| only, which cannot overflow.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Sigmoid<V>(V x) where V : struct, ILane<V>
    {
        // Setting the sign bit makes -|x|.
        var z = ExpOfNegative(V.Or(x, V.Of(-0.0)));
        return V.Select(V.Less(x, V.Of(0)), z, V.Of(1)) / (V.Of(1) + z);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V Reduce<V>(V x, out V n) where V : struct, ILane<V>
    {
        // Adding and taking away 1.5 * 2^23 leaves the nearest whole number.
        n = V.FusedMultiplyAdd(x, V.Of(Log2E), V.Of(12582912)) - V.Of(12582912);
        return V.FusedMultiplyAdd(n, V.Of(-Ln2Low), V.FusedMultiplyAdd(n, V.Of(-Ln2High), x));
    }

    /// <summary>2^n for whole n in [-126, 127], for doubles in [-1022, 1023].</summary>
    /// <remarks>
    /// Adding 1.5 * 2^23 puts the integer n + 127 into the low mantissa bits; a shift by 23 moves it into the exponent field.
    /// Doubles do the same with 52 bits and 1023.
    /// </remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V PowerOfTwo<V>(V n) where V : struct, ILane<V>
        => V.IsSingle ? V.ShiftBitsLeft(n + V.Of(12582912 + 127), 23) : V.ShiftBitsLeft(n + V.Of(6755399441055744 + 1023), 52);
}
