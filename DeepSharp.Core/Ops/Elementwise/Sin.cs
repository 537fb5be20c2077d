using DeepSharp.Cpu;

namespace DeepSharp;

/// <summary>f(x) = sin x.</summary>
public readonly record struct SinFn : IUnaryFn
{
    /// <inheritdoc/>
    public V Forward<V>(V x) where V : struct, ILane<V> => V.Sin(x);

    /// <inheritdoc/>
    public Tensor? Gradient(Tensor x, Tensor y, Tensor dy) => dy * x.Cos();
}

public sealed partial class Tensor
{
    /// <summary>Element by element sin x.</summary>
    public Tensor Sin() => Map<SinFn>();
}
