using DeepSharp.Cpu;

namespace DeepSharp;

/// <summary>f(x) = eˣ − 1, exact near zero.</summary>
public readonly record struct Expm1Fn : IUnaryFn
{
    /// <inheritdoc/>
    public V Forward<V>(V x) where V : struct, ILane<V> => V.Expm1(x);

    /// <inheritdoc/>
    public Tensor? Gradient(Tensor x, Tensor y, Tensor dy) => dy * (y + 1);
}

public sealed partial class Tensor
{
    /// <summary>Element by element eˣ − 1, exact near zero.</summary>
    public Tensor Expm1() => Map<Expm1Fn>();
}
