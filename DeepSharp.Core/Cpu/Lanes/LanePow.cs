using System.Runtime.CompilerServices;

namespace DeepSharp.Cpu;

/// <summary>The power function for float lanes: 2^(b * log2 |a|), the logarithm and the product in pairs of floats.</summary>
/// <remarks>
/// An error of the exponent is multiplied by up to 150 on its way to the result, so log2 |a| must be good to about 2^-34 of itself.
/// A pair (high, low) holds a number as an unrounded sum.
/// </remarks>
internal static class LanePow
{
    // 2 / ln 2 and a third of it, as pairs.
    private const double CHigh = 2.885390043258667, CLow = 3.8519260670000222e-8;
    private const double C3High = 0.96179670095443726, C3Low = -7.0284618125526777e-9;

    /// <summary>a^b. Pairs of positive finite a and a number b need no look at special cases.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static V Pow<V>(V a, V b) where V : struct, ILane<V>
    {
        var high = Log2(V.Abs(a), out var low);
        var y = Exp2OfProduct(V.AtMost(V.AtLeast(b, V.Of(-1e12)), V.Of(1e12)), high, low);
        var plain = V.And(V.And(V.Less(V.Of(0), a), V.Less(a, V.Of(double.PositiveInfinity))), V.Equal(b, b));
        return V.Any(V.Not(plain)) ? Finish(a, b, y) : y;
    }

    /// <summary>log2 x of a positive finite x as a pair: e + C * (s + s^3 / 3 + s^5 / 5 + ...) with s = (m - 1) / (m + 1).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V Log2<V>(V x, out V low) where V : struct, ILane<V>
    {
        var f = LaneLog.Split(x, out var e);

        // s as a pair: what the rounded quotient leaves over is divided once more.
        var d = f + V.Of(2);
        var inverse = V.Of(1) / d;
        var s = f * inverse;
        var rest = V.FusedMultiplyAdd(-s, d, f);
        var sLow = V.FusedMultiplyAdd(-s, f - (d - V.Of(2)), rest) * inverse;
        var z = s * s;
        var zLow = V.FusedMultiplyAdd(s + s, sLow, V.FusedMultiplyAdd(s, s, -z));

        // C / 5 + C / 7 z + ..., a minimax fit; behind it the terms are large enough to need pairs.
        var q = V.FusedMultiplyAdd(V.Of(0.3378220201), z, V.Of(0.4118498862));
        q = V.FusedMultiplyAdd(q, z, V.Of(0.5770801902)) * z;
        var u = V.Of(C3High) + q;
        var uLow = V.Of(C3High) - u + q + V.Of(C3Low);
        var t = z * u;
        var tLow = V.FusedMultiplyAdd(zLow, u, V.FusedMultiplyAdd(z, uLow, V.FusedMultiplyAdd(z, u, -t)));
        var v = V.Of(CHigh) + t;
        var vLow = V.Of(CHigh) - v + t + (tLow + V.Of(CLow));
        var l = s * v;
        var lLow = V.FusedMultiplyAdd(sLow, v, V.FusedMultiplyAdd(s, vLow, V.FusedMultiplyAdd(s, v, -l)));

        var high = e + l;
        low = e - high + l + lLow;
        return high;
    }

    /// <summary>2^(b * (high + low)) = 2^n * 2^r with |r| at most a half; 2^r is a minimax fit.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V Exp2OfProduct<V>(V b, V high, V low) where V : struct, ILane<V>
    {
        var p = b * high;
        var pLow = V.FusedMultiplyAdd(b, low, V.FusedMultiplyAdd(b, high, -p));

        // Beyond these limits the result is 0 or infinite, whatever the lower part says.
        p = V.AtMost(V.AtLeast(p, V.Of(-152)), V.Of(129));
        pLow = V.AtMost(V.AtLeast(pLow, V.Of(-0.01)), V.Of(0.01));
        var n = V.Round(p);
        var r = p - n + pLow;

        var q = V.Of(0.0001582022232);
        q = V.FusedMultiplyAdd(q, r, V.Of(0.001341821393));
        q = V.FusedMultiplyAdd(q, r, V.Of(0.009617063217));
        q = V.FusedMultiplyAdd(q, r, V.Of(0.0555027239));
        q = V.FusedMultiplyAdd(q, r, V.Of(0.2402265519));
        q = V.FusedMultiplyAdd(q, r, V.Of(0.6931472421));
        return V.Scale(V.FusedMultiplyAdd(q, r, V.Of(1)), n);
    }

    /// <summary>Puts in the special cases of IEEE 754: zeros, infinities, NaN and negative a; other lanes keep <paramref name="y"/>.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static V Finish<V>(V a, V b, V y) where V : struct, ILane<V>
    {
        V zero = V.Of(0), one = V.Of(1), infinity = V.Of(double.PositiveInfinity), nan = V.Of(double.NaN);
        var isZero = V.Equal(a, zero);
        var isInfinite = V.Equal(V.Abs(a), infinity);
        var rises = V.Or(V.And(isZero, V.Less(b, zero)), V.And(isInfinite, V.Less(zero, b)));
        y = V.Select(V.Or(isZero, isInfinite), V.Select(rises, infinity, zero), y);

        // An odd power keeps the sign of a; of a negative number only whole powers are real (the infinite ones count as even).
        var half = b * V.Of(0.5);
        var isWhole = V.Equal(V.Truncate(b), b);
        var isOdd = V.And(isWhole, V.NotEqual(V.Truncate(half), half));
        y = V.Select(isOdd, V.CopySign(y, a), y);
        var isNegative = V.And(V.Less(a, zero), V.Less(-infinity, a));
        y = V.Select(V.And(isNegative, V.Not(isWhole)), nan, y);

        y = V.Select(V.Or(V.IsNaN(a), V.IsNaN(b)), nan, y);
        return V.Select(V.Or(V.Equal(b, zero), V.Equal(a, one)), one, y);
    }
}
