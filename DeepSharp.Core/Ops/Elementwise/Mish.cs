using DeepSharp.Cpu;

namespace DeepSharp;

/// <summary>f(x) = x · tanh(ln(1 + eˣ)).</summary>
public readonly record struct MishFn : IUnaryFn
{
    /// <inheritdoc/>
    public V Forward<V>(V x) where V : struct, ILane<V> => x * V.Tanh(V.Softplus(x));

    /// <inheritdoc/>
    public Tensor? Gradient(Tensor x, Tensor y, Tensor dy)
    {
        var tanh = x.Softplus().Tanh();
        return dy * (tanh + x * (1 - tanh.Square()) * x.Sigmoid());
    }
}

public sealed partial class Tensor
{
    /// <summary>Element by element x · tanh(ln(1 + eˣ)).</summary>
    public Tensor Mish() => Map<MishFn>();
}
