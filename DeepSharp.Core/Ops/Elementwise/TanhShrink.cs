using DeepSharp.Cpu;

namespace DeepSharp;

/// <summary>f(x) = x − tanh x.</summary>
public readonly record struct TanhShrinkFn : IUnaryFn
{
    /// <inheritdoc/>
    public V Forward<V>(V x) where V : struct, ILane<V> => x - V.Tanh(x);

    /// <inheritdoc/>
    public Tensor? Gradient(Tensor x, Tensor y, Tensor dy) => dy * x.Tanh().Square();
}

public sealed partial class Tensor
{
    /// <summary>Element by element x − tanh x.</summary>
    public Tensor TanhShrink() => Map<TanhShrinkFn>();
}
