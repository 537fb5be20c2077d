using System.Runtime.CompilerServices;
using DeepSharp.Cpu;

namespace DeepSharp;

/// <summary>f(x) = x · hard_sigmoid(x), also called hard swish.</summary>
public readonly record struct HardSiluFn : IUnaryFn
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Forward<V>(V x) where V : struct, ILane<V> => x * V.Min(V.Max(x / V.Of(6) + V.Of(0.5), V.Of(0)), V.Of(1));

    /// <inheritdoc/>
    public Tensor? Gradient(Tensor x, Tensor y, Tensor dy) => Tensor.Where(x >= 3, dy, Tensor.Where(x > -3, dy * (x * (1 / 3.0) + 0.5), dy.ScalarLike(0)));
}

public sealed partial class Tensor
{
    /// <summary>Element by element x · hard_sigmoid(x), also called hard swish.</summary>
    public Tensor HardSilu() => Map<HardSiluFn>();
}
