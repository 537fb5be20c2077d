using DeepSharp.Cpu;

namespace DeepSharp;

/// <summary>f(x) = (x + 1)/2 held within 0 and 1.</summary>
public readonly record struct SparseSigmoidFn : IUnaryFn
{
    /// <inheritdoc/>
    public V Forward<V>(V x) where V : struct, ILane<V> => V.Min(V.Max(V.Of(0.5) * (x + V.Of(1)), V.Of(0)), V.Of(1));

    /// <inheritdoc/>
    public Tensor? Gradient(Tensor x, Tensor y, Tensor dy) => Tensor.Where(x.Abs() < 1, dy * 0.5, dy.ScalarLike(0));
}

public sealed partial class Tensor
{
    /// <summary>Element by element (x + 1)/2 held within 0 and 1.</summary>
    public Tensor SparseSigmoid() => Map<SparseSigmoidFn>();
}
