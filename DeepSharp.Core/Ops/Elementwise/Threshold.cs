using System.Runtime.CompilerServices;
using DeepSharp.Cpu;

namespace DeepSharp;

/// <summary>f(x) = x where x &gt; threshold, else a fixed value.</summary>
/// <param name="Threshold">The largest number that is replaced.</param>
/// <param name="Value">What it is replaced by.</param>
public readonly record struct ThresholdFn(double Threshold, double Value) : IUnaryFn
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Forward<V>(V x) where V : struct, ILane<V> => V.Select(V.Less(V.Of(Threshold), x), x, V.Of(Value));

    /// <inheritdoc/>
    public Tensor? Gradient(Tensor x, Tensor y, Tensor dy) => Tensor.Where(x > Threshold, dy, dy.ScalarLike(0));
}

public sealed partial class Tensor
{
    /// <summary>Element by element x where x &gt; threshold, else <paramref name="value"/>.</summary>
    /// <param name="threshold">The largest number that is replaced.</param>
    /// <param name="value">What it is replaced by.</param>
    public Tensor Threshold(double threshold, double value) => Map(new ThresholdFn(threshold, value));
}
