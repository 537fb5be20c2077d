using DeepSharp.Cpu;

namespace DeepSharp;

/// <summary>f(x) = tanh x.</summary>
public readonly record struct TanhFn : IUnaryFn
{
    /// <inheritdoc/>
    public V Forward<V>(V x) where V : struct, ILane<V> => V.Tanh(x);

    /// <inheritdoc/>
    public Tensor? Gradient(Tensor x, Tensor y, Tensor dy) => dy * (1 - y * y);
}

public sealed partial class Tensor
{
    /// <summary>Element by element tanh x.</summary>
    public Tensor Tanh() => Map<TanhFn>();
}
