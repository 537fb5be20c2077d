using System.Runtime.CompilerServices;
using DeepSharp.Cpu;

namespace DeepSharp;

/// <summary>f(x) = x moved towards zero by the threshold; what lies nearer than that becomes 0.</summary>
/// <param name="Threshold">How far.</param>
public readonly record struct SoftShrinkFn(double Threshold) : IUnaryFn
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Forward<V>(V x) where V : struct, ILane<V> => V.Select(V.Less(V.Of(Threshold), V.Abs(x)), x - V.CopySign(V.Of(Threshold), x), V.Of(0));

    /// <inheritdoc/>
    public Tensor? Gradient(Tensor x, Tensor y, Tensor dy) => Tensor.Where(x.Abs() > Threshold, dy, dy.ScalarLike(0));
}

public sealed partial class Tensor
{
    /// <summary>Element by element x moved towards zero by the threshold; what lies nearer than that becomes 0.</summary>
    /// <param name="threshold">How far, zero or more.</param>
    public Tensor SoftShrink(double threshold = 0.5) => Map(new SoftShrinkFn(threshold));
}
