using DeepSharp.Cpu;

namespace DeepSharp;

/// <summary>f(x) = arcosh x.</summary>
public readonly record struct AcoshFn : IUnaryFn
{
    /// <inheritdoc/>
    public V Forward<V>(V x) where V : struct, ILane<V> => V.Acosh(x);

    /// <inheritdoc/>
    public Tensor? Gradient(Tensor x, Tensor y, Tensor dy) => dy * (x * x - 1).Rsqrt();
}

public sealed partial class Tensor
{
    /// <summary>Element by element arcosh x.</summary>
    public Tensor Acosh() => Map<AcoshFn>();
}
