using System.Runtime.CompilerServices;
using DeepSharp.Cpu;

namespace DeepSharp;

/// <summary>f(x) = x/6 + 1/2 held within 0 and 1.</summary>
public readonly record struct HardSigmoidFn : IUnaryFn
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Forward<V>(V x) where V : struct, ILane<V> => V.Min(V.Max(x / V.Of(6) + V.Of(0.5), V.Of(0)), V.Of(1));

    /// <inheritdoc/>
    public Tensor? Gradient(Tensor x, Tensor y, Tensor dy) => Tensor.Where(x.Abs() < 3, dy * (1 / 6.0), dy.ScalarLike(0));
}

public sealed partial class Tensor
{
    /// <summary>Element by element x/6 + 1/2 held within 0 and 1.</summary>
    public Tensor HardSigmoid() => Map<HardSigmoidFn>();
}
