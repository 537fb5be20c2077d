using DeepSharp.Cpu;

namespace DeepSharp;

/// <summary>f(x) = sinh x.</summary>
public readonly record struct SinhFn : IUnaryFn
{
    /// <inheritdoc/>
    public V Forward<V>(V x) where V : struct, ILane<V> => V.Sinh(x);

    /// <inheritdoc/>
    public Tensor? Gradient(Tensor x, Tensor y, Tensor dy) => dy * x.Cosh();
}

public sealed partial class Tensor
{
    /// <summary>Element by element sinh x.</summary>
    public Tensor Sinh() => Map<SinhFn>();
}
