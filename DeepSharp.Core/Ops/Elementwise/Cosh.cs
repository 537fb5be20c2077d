using DeepSharp.Cpu;

namespace DeepSharp;

/// <summary>f(x) = cosh x.</summary>
public readonly record struct CoshFn : IUnaryFn
{
    /// <inheritdoc/>
    public V Forward<V>(V x) where V : struct, ILane<V> => V.Cosh(x);

    /// <inheritdoc/>
    public Tensor? Gradient(Tensor x, Tensor y, Tensor dy) => dy * x.Sinh();
}

public sealed partial class Tensor
{
    /// <summary>Element by element cosh x.</summary>
    public Tensor Cosh() => Map<CoshFn>();
}
