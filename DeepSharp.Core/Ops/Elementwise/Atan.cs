using DeepSharp.Cpu;

namespace DeepSharp;

/// <summary>f(x) = arctan x.</summary>
public readonly record struct AtanFn : IUnaryFn
{
    /// <inheritdoc/>
    public V Forward<V>(V x) where V : struct, ILane<V> => V.Atan(x);

    /// <inheritdoc/>
    public Tensor? Gradient(Tensor x, Tensor y, Tensor dy) => dy / (x * x + 1);
}

public sealed partial class Tensor
{
    /// <summary>Element by element arctan x.</summary>
    public Tensor Atan() => Map<AtanFn>();
}
