using DeepSharp.Cpu;

namespace DeepSharp;

/// <summary>f(x) = cos x.</summary>
public readonly record struct CosFn : IUnaryFn
{
    /// <inheritdoc/>
    public V Forward<V>(V x) where V : struct, ILane<V> => V.Cos(x);

    /// <inheritdoc/>
    public Tensor? Gradient(Tensor x, Tensor y, Tensor dy) => -dy * x.Sin();
}

public sealed partial class Tensor
{
    /// <summary>Element by element cos x.</summary>
    public Tensor Cos() => Map<CosFn>();
}
