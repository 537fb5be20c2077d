using System.Runtime.CompilerServices;

namespace DeepSharp.Cpu;

/// <summary>The error function and its inverse for float lanes.</summary>
internal static class LaneErf
{
    /// <summary>An odd minimax polynomial below 0.875; above, 1 - e^L(|x|) where L fits ln(1 - erf).</summary>
    public static V Erf<V>(V x) where V : struct, ILane<V>
    {
        var a = V.Abs(x);
        var z = a * a;
        var p = V.Of(8.696770759e-05);
        p = V.FusedMultiplyAdd(p, z, V.Of(-0.000821601191));
        p = V.FusedMultiplyAdd(p, z, V.Of(0.005207169138));
        p = V.FusedMultiplyAdd(p, z, V.Of(-0.02686175101));
        p = V.FusedMultiplyAdd(p, z, V.Of(0.1128373594));
        p = V.FusedMultiplyAdd(p, z, V.Of(-0.3761263625));
        p = V.FusedMultiplyAdd(p, z, V.Of(0.1283791669));
        var small = V.FusedMultiplyAdd(a, p, a);

        // From 4 on the result is 1 in floats, so the fit ends there.
        var b = V.Select(V.Less(V.Of(4), a), V.Of(4), a);
        var l = V.Of(-2.04773514e-05);
        l = V.FusedMultiplyAdd(l, b, V.Of(0.0004273506827));
        l = V.FusedMultiplyAdd(l, b, V.Of(-0.004136779243));
        l = V.FusedMultiplyAdd(l, b, V.Of(0.02502969605));
        l = V.FusedMultiplyAdd(l, b, V.Of(-0.1081423096));
        l = V.FusedMultiplyAdd(l, b, V.Of(-0.6334710906));
        l = V.FusedMultiplyAdd(l, b, V.Of(-1.129454052));
        l = V.FusedMultiplyAdd(l, b, V.Of(0.0001621531951));
        var large = V.Of(1) - LaneExp.Exp(l);
        return V.CopySign(V.Select(V.Less(a, V.Of(0.875)), small, large), x);
    }

    /// <summary>x P(w) with w = -ln(1 - x^2): a minimax polynomial in w up to 5, beyond that one in sqrt(w).</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static V ErfInv<V>(V x) where V : struct, ILane<V>
    {
        var a = V.Abs(x);
        var w = -LaneLog.Log((V.Of(1) - a) * (V.Of(1) + a));

        var p = V.Of(-8.790975947e-09);
        p = V.FusedMultiplyAdd(p, w, V.Of(2.210296515e-07));
        p = V.FusedMultiplyAdd(p, w, V.Of(-1.976453859e-06));
        p = V.FusedMultiplyAdd(p, w, V.Of(3.983204351e-06));
        p = V.FusedMultiplyAdd(p, w, V.Of(4.456529859e-05));
        p = V.FusedMultiplyAdd(p, w, V.Of(-0.0001274817623));
        p = V.FusedMultiplyAdd(p, w, V.Of(-0.002334296005));
        p = V.FusedMultiplyAdd(p, w, V.Of(0.01154865418));
        p = V.FusedMultiplyAdd(p, w, V.Of(0.2320138216));
        p = V.FusedMultiplyAdd(p, w, V.Of(0.8862268925));

        var s = V.Sqrt(w) - V.Of(3);
        var q = V.Of(0.0001136381397);
        q = V.FusedMultiplyAdd(q, s, V.Of(-0.0003077444853));
        q = V.FusedMultiplyAdd(q, s, V.Of(-5.376181798e-05));
        q = V.FusedMultiplyAdd(q, s, V.Of(0.00148285029));
        q = V.FusedMultiplyAdd(q, s, V.Of(-0.003598987823));
        q = V.FusedMultiplyAdd(q, s, V.Of(0.005687810481));
        q = V.FusedMultiplyAdd(q, s, V.Of(-0.007636955474));
        q = V.FusedMultiplyAdd(q, s, V.Of(0.009445192292));
        q = V.FusedMultiplyAdd(q, s, V.Of(1.001674891));
        q = V.FusedMultiplyAdd(q, s, V.Of(2.832976818));
        var y = x * V.Select(V.Less(V.Of(5), w), q, p);
        return V.Select(V.Equal(a, V.Of(1)), x * V.Of(double.PositiveInfinity), y);
    }
}
