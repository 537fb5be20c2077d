using System.Runtime.CompilerServices;

namespace DeepSharp.Cpu;

/// <summary>Sine, cosine and tangent for float lanes.</summary>
internal static class LaneTrigonometry
{
    // Up to here three floats of pi/2 reduce x exactly enough; lanes beyond go through System.Math.
    private const double Limit = 1e4;
    private const double HalfPi1 = 1.5707963705062866, HalfPi2 = -4.371138828673793e-08, HalfPi3 = -1.7151245100058819e-15;

    /// <summary>The sine; keeps -0.</summary>
    public static V Sin<V>(V x) where V : struct, ILane<V>
    {
        var r = Reduce(x, out var n);
        var y = V.Select(V.Equal(x, V.Of(0)), x, SinOfQuadrant(r, n));
        var far = V.Not(V.LessOrEqual(V.Abs(x), V.Of(Limit)));
        return V.Any(far) ? V.Select(far, V.Map<ScalarFunction.Sin>(x), y) : y;
    }

    /// <summary>cos x = sin(x + pi/2): one quadrant further.</summary>
    public static V Cos<V>(V x) where V : struct, ILane<V>
    {
        var r = Reduce(x, out var n);
        var y = SinOfQuadrant(r, n + V.Of(1));
        var far = V.Not(V.LessOrEqual(V.Abs(x), V.Of(Limit)));
        return V.Any(far) ? V.Select(far, V.Map<ScalarFunction.Cos>(x), y) : y;
    }

    /// <summary>tan(r + n * pi/2) is tan r for even n and -1 / tan r for odd n; keeps -0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static V Tan<V>(V x) where V : struct, ILane<V>
    {
        var r = Reduce(x, out var n);
        var z = r * r;
        var p = V.FusedMultiplyAdd(V.Of(0.004372721538), z, V.Of(9.821333515e-5));
        p = V.FusedMultiplyAdd(p, z, V.Of(0.01082745753));
        p = V.FusedMultiplyAdd(p, z, V.Of(0.02128620632));
        p = V.FusedMultiplyAdd(p, z, V.Of(0.05405891314));
        p = V.FusedMultiplyAdd(p, z, V.Of(0.133326754));
        p = V.FusedMultiplyAdd(p, z, V.Of(0.3333334923));
        var rest = r * z * p;
        var t = r + rest;

        // The quotient once more for what it and t were rounded by.
        var inverse = V.Of(-1) / t;
        var missing = V.FusedMultiplyAdd(inverse, r - t + rest, V.FusedMultiplyAdd(inverse, t, V.Of(1)));
        var half = n * V.Of(0.5);
        var y = V.Select(V.Equal(V.Floor(half), half), t, V.FusedMultiplyAdd(inverse, missing, inverse));
        y = V.Select(V.Equal(x, V.Of(0)), x, y);
        var far = V.Not(V.LessOrEqual(V.Abs(x), V.Of(Limit)));
        return V.Any(far) ? V.Select(far, V.Map<ScalarFunction.Tan>(x), y) : y;
    }

    /// <summary>x = n * pi/2 + r with |r| &lt;= pi/4; the first difference is exact, each further one rounds relative to r.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V Reduce<V>(V x, out V n) where V : struct, ILane<V>
    {
        n = V.Round(x * V.Of(0.63661977236758134));
        var r = V.FusedMultiplyAdd(n, V.Of(-HalfPi1), x);
        r = V.FusedMultiplyAdd(n, V.Of(-HalfPi2), r);
        return V.FusedMultiplyAdd(n, V.Of(-HalfPi3), r);
    }

    /// <summary>sin(r + n * pi/2): odd n takes the cosine polynomial, n mod 4 in {2, 3} turns the sign.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V SinOfQuadrant<V>(V r, V n) where V : struct, ILane<V>
    {
        var z = r * r;
        var s = V.FusedMultiplyAdd(V.Of(-0.0001951565645), z, V.Of(0.008332166371));
        s = V.FusedMultiplyAdd(s, z, V.Of(-0.1666665476));
        s = V.FusedMultiplyAdd(r * z, s, r);

        var c = V.FusedMultiplyAdd(V.Of(2.443660879e-05), z, V.Of(-0.0013887352));
        c = V.FusedMultiplyAdd(c, z, V.Of(0.04166664656));
        c = V.FusedMultiplyAdd(c, z, V.Of(-0.5));
        c = V.FusedMultiplyAdd(c, z, V.Of(1));

        // Bits 0 and 1 of n, found by halving: a half that is not whole had the bit set.
        var half = n * V.Of(0.5);
        var whole = V.Floor(half);
        var quarter = whole * V.Of(0.5);
        var y = V.Select(V.Equal(whole, half), s, c);
        return V.Select(V.Equal(V.Floor(quarter), quarter), y, -y);
    }
}
