using DeepSharp.Cpu;

namespace DeepSharp;

/// <summary>f(x) = the inverse of the error function.</summary>
public readonly record struct ErfInvFn : IUnaryFn
{
    /// <inheritdoc/>
    public V Forward<V>(V x) where V : struct, ILane<V> => V.ErfInv(x);

    /// <inheritdoc/>
    public Tensor? Gradient(Tensor x, Tensor y, Tensor dy) => dy * (y * y).Exp() * (Math.Sqrt(Math.PI) / 2);
}

public sealed partial class Tensor
{
    /// <summary>Element by element the inverse of the error function.</summary>
    public Tensor ErfInv() => Map<ErfInvFn>();
}
