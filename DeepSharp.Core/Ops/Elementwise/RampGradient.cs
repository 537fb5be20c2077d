using System.Runtime.CompilerServices;
using DeepSharp.Cpu;

namespace DeepSharp;

/// <summary>f(a, b) = 0 where b ≥ max, a where threshold &lt; b, else slope · a: the gradient of <see cref="RampFn"/> in one pass.</summary>
/// <param name="Slope">What passes below the threshold is multiplied by this.</param>
/// <param name="Max">From here on nothing passes.</param>
/// <param name="Threshold">Where the ramp begins.</param>
public readonly record struct RampGradientFn(double Slope, double Max, double Threshold) : IBinaryFn
{
    /// <inheritdoc/>
    public static FnDomain Domain => FnDomain.Floating;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Forward<V>(V a, V b) where V : struct, ILane<V> =>
        V.Select(V.LessOrEqual(V.Of(Max), b), V.Of(0), V.Select(V.Less(V.Of(Threshold), b), a, V.Of(Slope) * a));

    /// <inheritdoc/>
    public (Tensor? A, Tensor? B) Gradient(GradientScope s, Tensor a, Tensor b, Tensor y, Tensor dy) => (s.Needs(0) ? Tensor.Zip(dy, b, this) : null, null);
}
