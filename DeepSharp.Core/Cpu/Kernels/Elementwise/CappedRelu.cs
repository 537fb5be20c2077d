using System.Runtime.CompilerServices;

namespace DeepSharp.Cpu;

/// <summary>
/// <see cref="RampFn"/> without slope and threshold, relu6 for one: the same bits, but one number to bring into a register where the compiler, which
/// does so for every vector anew, had three.
/// </summary>
/// <param name="max">The largest result.</param>
internal readonly struct CappedReluFn(double max) : IUnaryFn
{
    private readonly double _max = max;

    /// <summary>Whether a ramp is a capped relu, to the sign of its zeros.</summary>
    public static bool Is(RampFn ramp) => IsCap(ramp.Slope, ramp.Threshold);

    /// <inheritdoc cref="Is(RampFn)"/>
    public static bool Is(RampGradientFn ramp) => IsCap(ramp.Slope, ramp.Threshold);

    // The product with zero keeps what is not a number and the sign.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Forward<V>(V x) where V : struct, ILane<V> =>
        V.Select(V.LessOrEqual(V.Of(_max), x), V.Of(_max), V.Select(V.Less(V.Of(0), x), x, V.Of(0) * x));

    public Tensor? Gradient(Tensor x, Tensor y, Tensor dy) => new RampFn(0, _max, 0).Gradient(x, y, dy);

    private static bool IsCap(double slope, double threshold) => slope == 0 && threshold == 0 && !double.IsNegative(slope);
}

/// <summary><see cref="RampGradientFn"/> without slope and threshold; see <see cref="CappedReluFn"/>.</summary>
/// <param name="max">The largest result.</param>
internal readonly struct CappedReluGradientFn(double max) : IBinaryFn
{
    private readonly double _max = max;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Forward<V>(V a, V b) where V : struct, ILane<V> =>
        V.Select(V.LessOrEqual(V.Of(_max), b), V.Of(0), V.Select(V.Less(V.Of(0), b), a, V.Of(0) * a));

    public (Tensor? A, Tensor? B) Gradient(GradientScope s, Tensor a, Tensor b, Tensor y, Tensor dy) => new RampGradientFn(0, _max, 0).Gradient(s, a, b, y, dy);
}
