namespace DeepSharp.Cpu;

/// <summary>The error function for float lanes.</summary>
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
}
