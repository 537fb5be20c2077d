using DeepSharp.Cpu;

namespace DeepSharp;

/// <summary>f(x) = log₁₀ x.</summary>
public readonly record struct Log10Fn : IUnaryFn
{
    /// <inheritdoc/>
    public V Forward<V>(V x) where V : struct, ILane<V> => V.Log(x) * V.Of(0.43429448190325182765);

    /// <inheritdoc/>
    public Tensor? Gradient(Tensor x, Tensor y, Tensor dy) => dy / (x * Math.Log(10));
}

public sealed partial class Tensor
{
    /// <summary>Element by element log₁₀ x.</summary>
    public Tensor Log10() => Map<Log10Fn>();
}
