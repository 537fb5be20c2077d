using DeepSharp.Cpu;

namespace DeepSharp;

/// <summary>f(x) = arsinh x.</summary>
public readonly record struct AsinhFn : IUnaryFn
{
    /// <inheritdoc/>
    public V Forward<V>(V x) where V : struct, ILane<V> => V.Asinh(x);

    /// <inheritdoc/>
    public Tensor? Gradient(Tensor x, Tensor y, Tensor dy) => dy * (x * x + 1).Rsqrt();
}

public sealed partial class Tensor
{
    /// <summary>Element by element arsinh x.</summary>
    public Tensor Asinh() => Map<AsinhFn>();
}
