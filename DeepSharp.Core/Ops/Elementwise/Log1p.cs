using DeepSharp.Cpu;

namespace DeepSharp;

/// <summary>f(x) = ln(1 + x), exact near zero.</summary>
public readonly record struct Log1pFn : IUnaryFn
{
    /// <inheritdoc/>
    public V Forward<V>(V x) where V : struct, ILane<V> => V.Log1p(x);

    /// <inheritdoc/>
    public Tensor? Gradient(Tensor x, Tensor y, Tensor dy) => dy / (x + 1);
}

public sealed partial class Tensor
{
    /// <summary>Element by element ln(1 + x), exact near zero.</summary>
    public Tensor Log1p() => Map<Log1pFn>();
}
