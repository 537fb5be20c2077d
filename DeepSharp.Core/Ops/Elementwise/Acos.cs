using DeepSharp.Cpu;

namespace DeepSharp;

/// <summary>f(x) = arccos x.</summary>
public readonly record struct AcosFn : IUnaryFn
{
    /// <inheritdoc/>
    public V Forward<V>(V x) where V : struct, ILane<V> => V.Acos(x);

    /// <inheritdoc/>
    public Tensor? Gradient(Tensor x, Tensor y, Tensor dy) => -dy * (1 - x * x).Rsqrt();
}

public sealed partial class Tensor
{
    /// <summary>Element by element arccos x.</summary>
    public Tensor Acos() => Map<AcosFn>();
}
