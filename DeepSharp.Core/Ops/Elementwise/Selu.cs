using DeepSharp.Cpu;

namespace DeepSharp;

/// <summary>f(x) = s·x where x &gt; 0, else s·α (eˣ − 1), with s = 1.0507… and α = 1.6732… (Klambauer et al. 2017): keeps mean 0 and variance 1.</summary>
public readonly record struct SeluFn : IUnaryFn
{
    /// <summary>α, from the fixed-point equations of the paper.</summary>
    internal const double Alpha = 1.6732632423543772;

    /// <summary>s, from the fixed-point equations of the paper.</summary>
    internal const double Scale = 1.0507009873554805;

    /// <inheritdoc/>
    public V Forward<V>(V x) where V : struct, ILane<V> => V.Of(Scale) * V.Select(V.Less(V.Of(0), x), x, V.Of(Alpha) * V.Expm1(x));

    /// <inheritdoc/>
    public Tensor? Gradient(Tensor x, Tensor y, Tensor dy) => Tensor.Where(x > 0, dy * Scale, dy * (y + Scale * Alpha));
}

public sealed partial class Tensor
{
    /// <summary>Element by element s·x where x &gt; 0, else s·α (eˣ − 1), with the constants that keep mean 0 and variance 1.</summary>
    public Tensor Selu() => Map<SeluFn>();
}
