using DeepSharp.Cpu;

namespace DeepSharp;

/// <summary>f(x) = log₂ x.</summary>
public readonly record struct Log2Fn : IUnaryFn
{
    /// <inheritdoc/>
    public V Forward<V>(V x) where V : struct, ILane<V> => V.Log2(x);

    /// <inheritdoc/>
    public Tensor? Gradient(Tensor x, Tensor y, Tensor dy) => dy / (x * Math.Log(2));
}

public sealed partial class Tensor
{
    /// <summary>Element by element log₂ x.</summary>
    public Tensor Log2() => Map<Log2Fn>();
}
