using DeepSharp.Cpu;

namespace DeepSharp;

/// <summary>f(x) = x · sigmoid(x), also called swish.</summary>
public readonly record struct SiluFn : IUnaryFn
{
    /// <inheritdoc/>
    public V Forward<V>(V x) where V : struct, ILane<V> => x * V.Sigmoid(x);

    /// <inheritdoc/>
    public Tensor? Gradient(Tensor x, Tensor y, Tensor dy)
    {
        var gate = x.Sigmoid();
        return dy * gate * (1 + x * (1 - gate));
    }
}

public sealed partial class Tensor
{
    /// <summary>Element by element x · sigmoid(x), also called swish.</summary>
    public Tensor Silu() => Map<SiluFn>();
}
