using DeepSharp.Cpu;

namespace DeepSharp;

/// <summary>f(x) = tan x.</summary>
public readonly record struct TanFn : IUnaryFn
{
    /// <inheritdoc/>
    public V Forward<V>(V x) where V : struct, ILane<V> => V.Tan(x);

    /// <inheritdoc/>
    public Tensor? Gradient(Tensor x, Tensor y, Tensor dy) => dy * (y * y + 1);
}

public sealed partial class Tensor
{
    /// <summary>Element by element tan x.</summary>
    public Tensor Tan() => Map<TanFn>();
}
