using DeepSharp.Cpu;

namespace DeepSharp;

/// <summary>f(x) = ln x.</summary>
public readonly record struct LogFn : IUnaryFn
{
    /// <inheritdoc/>
    public V Forward<V>(V x) where V : struct, ILane<V> => V.Log(x);

    /// <inheritdoc/>
    public Tensor? Gradient(Tensor x, Tensor y, Tensor dy) => dy / x;
}

public sealed partial class Tensor
{
    /// <summary>Element by element ln x.</summary>
    public Tensor Log() => Map<LogFn>();
}
