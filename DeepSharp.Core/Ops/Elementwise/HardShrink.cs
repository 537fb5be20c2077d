using System.Runtime.CompilerServices;
using DeepSharp.Cpu;

namespace DeepSharp;

/// <summary>f(x) = x where |x| &gt; threshold, else 0.</summary>
/// <param name="Threshold">The largest magnitude that becomes zero.</param>
public readonly record struct HardShrinkFn(double Threshold) : IUnaryFn
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Forward<V>(V x) where V : struct, ILane<V> => V.Select(V.Less(V.Of(Threshold), V.Abs(x)), x, V.Of(0));

    /// <inheritdoc/>
    public Tensor? Gradient(Tensor x, Tensor y, Tensor dy) => Tensor.Where(x.Abs() > Threshold, dy, dy.ScalarLike(0));
}

public sealed partial class Tensor
{
    /// <summary>Element by element x where |x| &gt; threshold, else 0.</summary>
    /// <param name="threshold">The largest magnitude that becomes zero.</param>
    public Tensor HardShrink(double threshold = 0.5) => Map(new HardShrinkFn(threshold));
}
