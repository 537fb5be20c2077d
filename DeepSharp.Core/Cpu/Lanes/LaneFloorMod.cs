using System.Runtime.CompilerServices;

namespace DeepSharp.Cpu;

/// <summary>The remainder with the sign of the divisor for float and double lanes, rounded once.</summary>
internal static class LaneFloorMod
{
    /// <summary>a - q b with q = a / b without its fraction, which is exact; the quotient may have been rounded up to a whole number.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static V FloorMod<V>(V a, V b) where V : struct, ILane<V>
    {
        var zero = V.Of(0);
        var q = V.Truncate(a / b);
        var r = V.FusedMultiplyAdd(-q, b, a);
        r = V.Select(Differ(r, a), r + V.CopySign(b, a), r);
        r = V.Select(Differ(r, b), r + b, r);
        r = V.Select(V.Equal(r, zero), V.CopySign(zero, b), r);

        // A quotient that is no whole number to the last bit, zero divisors, infinities and NaN go the long way.
        var plain = V.And(V.Less(V.Abs(q), V.Of(V.IsSingle ? 1 << 22 : 1L << 51)), V.Less(V.Abs(b), V.Of(double.PositiveInfinity)));
        var far = V.Not(plain);
        return V.Any(far) ? V.Select(far, V.Map<ScalarFunction.FloorMod>(a, b), r) : r;
    }

    /// <summary>Whether one is below zero and the other above.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V Differ<V>(V a, V b) where V : struct, ILane<V>
        => V.Or(V.And(V.Less(a, V.Of(0)), V.Less(V.Of(0), b)), V.And(V.Less(V.Of(0), a), V.Less(b, V.Of(0))));
}
