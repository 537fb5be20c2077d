using DeepSharp.Cpu;

namespace DeepSharp;

/// <summary>f(x) = ln(1 + eˣ), stable for large |x|.</summary>
public readonly record struct SoftplusFn : IUnaryFn
{
    /// <inheritdoc/>
    public V Forward<V>(V x) where V : struct, ILane<V> => V.Softplus(x);

    /// <inheritdoc/>
    public Tensor? Gradient(Tensor x, Tensor y, Tensor dy) => dy * x.Sigmoid();
}

public sealed partial class Tensor
{
    /// <summary>Element by element ln(1 + eˣ), stable for large |x|.</summary>
    public Tensor Softplus() => Map<SoftplusFn>();
}
