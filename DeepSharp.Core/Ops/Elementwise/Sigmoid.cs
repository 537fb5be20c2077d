using DeepSharp.Cpu;

namespace DeepSharp;

/// <summary>f(x) = 1 / (1 + e⁻ˣ).</summary>
public readonly record struct SigmoidFn : IUnaryFn
{
    /// <inheritdoc/>
    public V Forward<V>(V x) where V : struct, ILane<V> => V.Sigmoid(x);

    /// <inheritdoc/>
    public Tensor? Gradient(Tensor x, Tensor y, Tensor dy) => dy * y * (1 - y);
}

public sealed partial class Tensor
{
    /// <summary>Element by element 1 / (1 + e⁻ˣ).</summary>
    public Tensor Sigmoid() => Map<SigmoidFn>();
}
