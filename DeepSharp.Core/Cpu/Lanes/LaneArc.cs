using System.Runtime.CompilerServices;

namespace DeepSharp.Cpu;

/// <summary>The inverse trigonometric functions for float lanes: odd minimax polynomials on a part, identities for the rest.</summary>
internal static class LaneArc
{
    private const double HalfPi = 1.5707963705062866, HalfPiLow = -4.371138828673793e-08;

    /// <summary>arctan x; beyond 1 it is pi/2 - arctan(1 / x).</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static V Atan<V>(V x) where V : struct, ILane<V>
    {
        var a = V.Abs(x);
        var inverted = V.Less(V.Of(1), a);
        var r = AtanCore(V.Select(inverted, V.Of(1) / a, a));
        return V.CopySign(V.Select(inverted, Complement(r), r), x);
    }

    /// <summary>The angle of (x, y) from the arc tangent of the smaller over the larger magnitude, turned into the right octant.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static V Atan2<V>(V y, V x) where V : struct, ILane<V>
    {
        V a = V.Abs(y), b = V.Abs(x);
        var steep = V.Less(b, a);
        V lesser = V.Min(a, b), greater = V.Max(a, b);

        // 0 / 0 and infinity / infinity: the angle of 0 from a signed axis, and a diagonal.
        var t = V.Select(V.Equal(lesser, greater), V.Select(V.Equal(a, V.Of(0)), V.Of(0), V.Of(1)), lesser / greater);
        var r = AtanCore(t);
        r = V.Select(steep, Complement(r), r);

        // The sign bit tells -0 from 0; NaN lanes stay NaN in any branch.
        var left = V.Less(V.CopySign(V.Of(1), x), V.Of(0));
        r = V.Select(left, V.Of(2 * HalfPi) - r + V.Of(2 * HalfPiLow), r);
        return V.CopySign(r, y);
    }

    /// <summary>arcsin x; above 1/2 it is pi/2 - 2 arcsin sqrt((1 - x) / 2).</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static V Asin<V>(V x) where V : struct, ILane<V>
    {
        var a = V.Abs(x);
        var outer = V.Less(V.Of(0.5), a);
        var r = AsinCore(a, outer);
        return V.CopySign(V.Select(outer, Complement(r + r), r), x);
    }

    /// <summary>arccos x = pi/2 - arcsin x; above 1/2 in magnitude 2 arcsin sqrt((1 - |x|) / 2), from pi for negative x.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static V Acos<V>(V x) where V : struct, ILane<V>
    {
        var a = V.Abs(x);
        var outer = V.Less(V.Of(0.5), a);
        var r = AsinCore(a, outer);
        var twice = r + r;
        var far = V.Select(V.Less(x, V.Of(0)), V.Of(2 * HalfPi) - twice + V.Of(2 * HalfPiLow), twice);
        return V.Select(outer, far, Complement(V.CopySign(r, x)));
    }

    /// <summary>pi/2 - r, pi/2 in two parts.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V Complement<V>(V r) where V : struct, ILane<V> => V.Of(HalfPi) - r + V.Of(HalfPiLow);

    /// <summary>arctan t for t from 0 to 1.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V AtanCore<V>(V t) where V : struct, ILane<V>
    {
        var z = t * t;
        var p = V.Of(-0.001782145118);
        p = V.FusedMultiplyAdd(p, z, V.Of(0.01086627226));
        p = V.FusedMultiplyAdd(p, z, V.Of(-0.03109353408));
        p = V.FusedMultiplyAdd(p, z, V.Of(0.05787887052));
        p = V.FusedMultiplyAdd(p, z, V.Of(-0.0839920789));
        p = V.FusedMultiplyAdd(p, z, V.Of(0.1095086113));
        p = V.FusedMultiplyAdd(p, z, V.Of(-0.1426401436));
        p = V.FusedMultiplyAdd(p, z, V.Of(0.1999852955));
        p = V.FusedMultiplyAdd(p, z, V.Of(-0.3333329856));
        return V.FusedMultiplyAdd(t * z, p, t);
    }

    /// <summary>arcsin a, or arcsin sqrt((1 - a) / 2) where <paramref name="outer"/> is set.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V AsinCore<V>(V a, V outer) where V : struct, ILane<V>
    {
        var quarter = V.FusedMultiplyAdd(a, V.Of(-0.5), V.Of(0.5));
        var z = V.Select(outer, quarter, a * a);
        var s = V.Select(outer, V.Sqrt(quarter), a);
        var p = V.Of(0.04215827957);
        p = V.FusedMultiplyAdd(p, z, V.Of(0.02418478392));
        p = V.FusedMultiplyAdd(p, z, V.Of(0.04546914995));
        p = V.FusedMultiplyAdd(p, z, V.Of(0.07495309412));
        p = V.FusedMultiplyAdd(p, z, V.Of(0.166667521));
        return V.FusedMultiplyAdd(s * z, p, s);
    }
}
