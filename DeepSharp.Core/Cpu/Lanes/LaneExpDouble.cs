using System.Runtime.CompilerServices;

namespace DeepSharp.Cpu;

/// <summary>The exponential family for double lanes: the forms of <see cref="LaneExp"/> with longer minimax fits.</summary>
internal static class LaneExpDouble
{
    private const double Log2E = 1.4426950408889634;

    // ln 2 as a double and the double of what is left.
    private const double Ln2High = 0.6931471805599453, Ln2Low = 2.3190468138462996e-17;

    // Adding and taking away 1.5 * 2^52 leaves the nearest whole number.
    private const double Whole = 6755399441055744;

    /// <summary>e^x = 2^n * e^r with n = round(x / ln 2), |r| &lt;= ln 2 / 2; outside the limits it is 0 or infinite anyway.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Exp<V>(V x) where V : struct, ILane<V> => Bounded(V.AtMost(V.AtLeast(x, V.Of(-746)), V.Of(710)));

    /// <summary>e^x for x up to 0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V ExpOfNegative<V>(V x) where V : struct, ILane<V> => Bounded(V.AtLeast(x, V.Of(-746)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V Bounded<V>(V x) where V : struct, ILane<V>
    {
        var r = Reduce(x, out var n);
        var q = V.Of(2.5000056708160523e-8);
        q = V.FusedMultiplyAdd(q, r, V.Of(2.7630247990155085e-7));
        q = V.FusedMultiplyAdd(q, r, V.Of(2.755758638843295e-6));
        q = V.FusedMultiplyAdd(q, r, V.Of(2.480149310007098e-5));
        q = V.FusedMultiplyAdd(q, r, V.Of(0.0001984126950656571));
        q = V.FusedMultiplyAdd(q, r, V.Of(0.0013888888943628945));
        q = V.FusedMultiplyAdd(q, r, V.Of(0.0083333333334944647));
        q = V.FusedMultiplyAdd(q, r, V.Of(0.041666666666530162));
        q = V.FusedMultiplyAdd(q, r, V.Of(0.16666666666666413));
        q = V.FusedMultiplyAdd(q, r, V.Of(0.50000000000000111));
        return V.Scale(V.FusedMultiplyAdd(r * r, q, r) + V.Of(1), n);
    }

    /// <summary>e^x - 1 = 2^n * (e^r - 1) + (2^n - 1), half of it first because 2^1024 is no double.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static V Expm1<V>(V x) where V : struct, ILane<V>
    {
        var r = Reduce(V.AtMost(V.AtLeast(x, V.Of(-40)), V.Of(710)), out var n);
        var q = V.Of(1.7687680267023671e-9);
        q = V.FusedMultiplyAdd(q, r, V.Of(2.5105194222271512e-8));
        q = V.FusedMultiplyAdd(q, r, V.Of(2.7567927335827085e-7));
        q = V.FusedMultiplyAdd(q, r, V.Of(2.7557255461782194e-6));
        q = V.FusedMultiplyAdd(q, r, V.Of(2.4801574537917789e-5));
        q = V.FusedMultiplyAdd(q, r, V.Of(0.00019841269874765153));
        q = V.FusedMultiplyAdd(q, r, V.Of(0.0013888888895597217));
        q = V.FusedMultiplyAdd(q, r, V.Of(0.0083333333333261532));
        q = V.FusedMultiplyAdd(q, r, V.Of(0.041666666666652287));
        q = V.FusedMultiplyAdd(q, r, V.Of(0.16666666666666671));
        q = V.FusedMultiplyAdd(q, r, V.Of(0.50000000000000011));
        var p = V.FusedMultiplyAdd(r * r, q, r);
        var scale = V.Scale(V.Of(1), n - V.Of(1));
        var result = V.FusedMultiplyAdd(p, scale, scale - V.Of(0.5)) * V.Of(2);

        // Here e^x - 1 rounds to x; also keeps -0 and denormals.
        return V.Select(V.Less(V.Abs(x), V.Of(1e-16)), x, result);
    }

    /// <summary>1 / (1 + e^-x), with the exponential of -|x| only, which cannot overflow.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Sigmoid<V>(V x) where V : struct, ILane<V>
    {
        var z = ExpOfNegative(V.Or(x, V.Of(-0.0)));
        return V.Select(V.Less(x, V.Of(0)), z, V.Of(1)) / (V.Of(1) + z);
    }

    /// <summary>An odd minimax polynomial below 0.625, else 1 - 2e / (1 + e) with e = e^-2|x|; the sign is put back at the end.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static V Tanh<V>(V x) where V : struct, ILane<V>
    {
        var a = V.Abs(x);
        var z = a * a;
        var p = V.Of(-1.6072541386054786e-5);
        p = V.FusedMultiplyAdd(p, z, V.Of(7.7144306817683543e-5));
        p = V.FusedMultiplyAdd(p, z, V.Of(-0.00022856415657565308));
        p = V.FusedMultiplyAdd(p, z, V.Of(0.00058631651234045492));
        p = V.FusedMultiplyAdd(p, z, V.Of(-0.0014549588691211133));
        p = V.FusedMultiplyAdd(p, z, V.Of(0.0035919891720298997));
        p = V.FusedMultiplyAdd(p, z, V.Of(-0.0088632210024032886));
        p = V.FusedMultiplyAdd(p, z, V.Of(0.021869487576076988));
        p = V.FusedMultiplyAdd(p, z, V.Of(-0.053968253931266946));
        p = V.FusedMultiplyAdd(p, z, V.Of(0.1333333333326209));
        p = V.FusedMultiplyAdd(p, z, V.Of(-0.33333333333332854));
        var small = V.FusedMultiplyAdd(a * z, p, a);
        var e = ExpOfNegative(a * V.Of(-2));
        var large = V.Of(1) - (e + e) / (V.Of(1) + e);
        return V.CopySign(V.Select(V.Less(a, V.Of(0.625)), small, large), x);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V Reduce<V>(V x, out V n) where V : struct, ILane<V>
    {
        n = V.FusedMultiplyAdd(x, V.Of(Log2E), V.Of(Whole)) - V.Of(Whole);
        return V.FusedMultiplyAdd(n, V.Of(-Ln2Low), V.FusedMultiplyAdd(n, V.Of(-Ln2High), x));
    }
}
