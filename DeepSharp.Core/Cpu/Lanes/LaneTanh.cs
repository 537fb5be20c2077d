using System.Runtime.CompilerServices;

namespace DeepSharp.Cpu;

/// <summary>The hyperbolic tangent for float lanes.</summary>
internal static class LaneTanh
{
    /// <summary>An odd minimax polynomial below 0.625, else 1 - 2e / (1 + e) with e = e^-2|x|; the sign is put back at the end.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Tanh<V>(V x) where V : struct, ILane<V>
    {
        var a = V.Abs(x);
        var z = a * a;
        var p = V.Of(-0.005717000844);
        p = V.FusedMultiplyAdd(p, z, V.Of(0.02065054991));
        p = V.FusedMultiplyAdd(p, z, V.Of(-0.05374348759));
        p = V.FusedMultiplyAdd(p, z, V.Of(0.1333149118));
        p = V.FusedMultiplyAdd(p, z, V.Of(-0.3333328392));
        var small = V.FusedMultiplyAdd(a * z, p, a);
        var e = LaneExp.ExpOfNegative(a * V.Of(-2));
        var large = V.Of(1) - (e + e) / (V.Of(1) + e);
        return V.CopySign(V.Select(V.Less(a, V.Of(0.625)), small, large), x);
    }
}
