using System.Runtime.CompilerServices;

namespace DeepSharp.Cpu;

/// <summary>Hyperbolic sine and cosine and the inverse hyperbolic functions for float lanes.</summary>
internal static class LaneHyperbolic
{
    private const double Ln2 = 0.6931471805599453;

    /// <summary>An odd minimax polynomial up to 1; above, e^|x| / 2 - e^-|x| / 2.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static V Sinh<V>(V x) where V : struct, ILane<V>
    {
        var a = V.Abs(x);
        var z = a * a;
        var p = V.Of(2.782213187e-6);
        p = V.FusedMultiplyAdd(p, z, V.Of(0.0001984289556));
        p = V.FusedMultiplyAdd(p, z, V.Of(0.008333310485));
        p = V.FusedMultiplyAdd(p, z, V.Of(0.1666666716));
        var small = V.FusedMultiplyAdd(a * z, p, a);
        var half = LaneExp.HalfExp(a);
        return V.CopySign(V.Select(V.LessOrEqual(a, V.Of(1)), small, half - V.Of(0.25) / half), x);
    }

    /// <summary>e^|x| / 2 + e^-|x| / 2.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static V Cosh<V>(V x) where V : struct, ILane<V>
    {
        var half = LaneExp.HalfExp(V.Abs(x));
        return half + V.Of(0.25) / half;
    }

    /// <summary>An odd minimax polynomial up to 1/2; above, ln(1 + v) with v = a + a^2 / (1 + sqrt(1 + a^2)), and ln 2a for large a.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static V Asinh<V>(V x) where V : struct, ILane<V>
    {
        var a = V.Abs(x);
        var z = a * a;
        var p = V.Of(-0.01322407369);
        p = V.FusedMultiplyAdd(p, z, V.Of(0.02816125564));
        p = V.FusedMultiplyAdd(p, z, V.Of(-0.04438296705));
        p = V.FusedMultiplyAdd(p, z, V.Of(0.07498640567));
        p = V.FusedMultiplyAdd(p, z, V.Of(-0.1666664332));
        var small = V.FusedMultiplyAdd(a * z, p, a);

        var far = V.Less(V.Of(1e8), a);
        var root = V.Sqrt(V.FusedMultiplyAdd(a, a, V.Of(1)));
        var y = LaneLog.Log1p(V.Select(far, a, a + z / (V.Of(1) + root)));
        y = V.Select(far, y + V.Of(Ln2), y);
        return V.CopySign(V.Select(V.LessOrEqual(a, V.Of(0.5)), small, y), x);
    }

    /// <summary>
    /// With t = x - 1: sqrt(2t) times a minimax polynomial up to 1/2; above, ln(1 + v) with v = t + sqrt(2t + t^2), and ln 2x for large x. NaN below 1.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static V Acosh<V>(V x) where V : struct, ILane<V>
    {
        var t = x - V.Of(1);
        var p = V.Of(-0.0004129394947);
        p = V.FusedMultiplyAdd(p, t, V.Of(0.001759808278));
        p = V.FusedMultiplyAdd(p, t, V.Of(-0.005547800101));
        p = V.FusedMultiplyAdd(p, t, V.Of(0.01874659583));
        p = V.FusedMultiplyAdd(p, t, V.Of(-0.08333321661));
        var s = V.Sqrt(t + t);
        var small = V.FusedMultiplyAdd(s * t, p, s);

        var far = V.Less(V.Of(1e8), x);
        var y = LaneLog.Log1p(V.Select(far, x, t + V.Sqrt(V.FusedMultiplyAdd(t, t, t + t))));
        y = V.Select(far, y + V.Of(Ln2), y);
        return V.Select(V.LessOrEqual(t, V.Of(0.5)), small, y);
    }

    /// <summary>An odd minimax polynomial up to 1/2; above, half the logarithm of (1 + a) / (1 - a).</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static V Atanh<V>(V x) where V : struct, ILane<V>
    {
        var a = V.Abs(x);
        var z = a * a;
        var p = V.Of(0.1764066368);
        p = V.FusedMultiplyAdd(p, z, V.Of(0.05158584565));
        p = V.FusedMultiplyAdd(p, z, V.Of(0.1181682274));
        p = V.FusedMultiplyAdd(p, z, V.Of(0.1422374249));
        p = V.FusedMultiplyAdd(p, z, V.Of(0.2000245452));
        p = V.FusedMultiplyAdd(p, z, V.Of(0.3333330154));
        var small = V.FusedMultiplyAdd(a * z, p, a);
        var large = V.Of(0.5) * LaneLog.Log((V.Of(1) + a) / (V.Of(1) - a));
        return V.CopySign(V.Select(V.LessOrEqual(a, V.Of(0.5)), small, large), x);
    }
}
