using DeepSharp.Cpu;

namespace DeepSharp;

/// <summary>f(x) = arcsin x.</summary>
public readonly record struct AsinFn : IUnaryFn
{
    /// <inheritdoc/>
    public V Forward<V>(V x) where V : struct, ILane<V> => V.Asin(x);

    /// <inheritdoc/>
    public Tensor? Gradient(Tensor x, Tensor y, Tensor dy) => dy * (1 - x * x).Rsqrt();
}

public sealed partial class Tensor
{
    /// <summary>Element by element arcsin x.</summary>
    public Tensor Asin() => Map<AsinFn>();
}
