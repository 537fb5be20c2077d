using DeepSharp.Cpu;

namespace DeepSharp;

/// <summary>f(x) = ln sigmoid(x) = −ln(1 + e⁻ˣ), stable for large |x|.</summary>
public readonly record struct LogSigmoidFn : IUnaryFn
{
    /// <inheritdoc/>
    public V Forward<V>(V x) where V : struct, ILane<V> => -V.Softplus(-x);

    /// <inheritdoc/>
    public Tensor? Gradient(Tensor x, Tensor y, Tensor dy) => dy * (-x).Sigmoid();
}

public sealed partial class Tensor
{
    /// <summary>Element by element ln sigmoid(x), stable for large |x|.</summary>
    public Tensor LogSigmoid() => Map<LogSigmoidFn>();
}
