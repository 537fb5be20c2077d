using DeepSharp.Cpu;

namespace DeepSharp;

/// <summary>f(x) = artanh x.</summary>
public readonly record struct AtanhFn : IUnaryFn
{
    /// <inheritdoc/>
    public V Forward<V>(V x) where V : struct, ILane<V> => V.Atanh(x);

    /// <inheritdoc/>
    public Tensor? Gradient(Tensor x, Tensor y, Tensor dy) => dy / (1 - x * x);
}

public sealed partial class Tensor
{
    /// <summary>Element by element artanh x.</summary>
    public Tensor Atanh() => Map<AtanhFn>();
}
