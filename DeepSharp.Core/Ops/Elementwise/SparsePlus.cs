using DeepSharp.Cpu;

namespace DeepSharp;

/// <summary>f(x) = 0 where x ≤ −1, x where x ≥ 1, else (x + 1)²/4.</summary>
public readonly record struct SparsePlusFn : IUnaryFn
{
    /// <inheritdoc/>
    public V Forward<V>(V x) where V : struct, ILane<V>
    {
        var bend = x + V.Of(1);
        return V.Select(V.LessOrEqual(V.Of(1), x), x, V.Select(V.LessOrEqual(x, V.Of(-1)), V.Of(0), V.Of(0.25) * bend * bend));
    }

    /// <inheritdoc/>
    public Tensor? Gradient(Tensor x, Tensor y, Tensor dy) => dy * x.SparseSigmoid();
}

public sealed partial class Tensor
{
    /// <summary>Element by element 0 where x ≤ −1, x where x ≥ 1, else (x + 1)²/4.</summary>
    public Tensor SparsePlus() => Map<SparsePlusFn>();
}
