using DeepSharp.Cpu;

namespace DeepSharp;

/// <summary>f(x) = eˣ.</summary>
public readonly record struct ExpFn : IUnaryFn
{
    /// <inheritdoc/>
    public V Forward<V>(V x) where V : struct, ILane<V> => V.Exp(x);

    /// <inheritdoc/>
    public Tensor? Gradient(Tensor x, Tensor y, Tensor dy) => dy * y;
}

public sealed partial class Tensor
{
    /// <summary>Element by element eˣ.</summary>
    public Tensor Exp() => Map<ExpFn>();
}
