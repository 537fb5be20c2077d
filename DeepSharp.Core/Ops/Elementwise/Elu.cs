using DeepSharp.Cpu;

namespace DeepSharp;

/// <summary>f(x) = x where x &gt; 0, else α (eˣ − 1).</summary>
/// <param name="Alpha">α.</param>
public readonly record struct EluFn(double Alpha) : IUnaryFn
{
    /// <inheritdoc/>
    public V Forward<V>(V x) where V : struct, ILane<V> => V.Select(V.Less(V.Of(0), x), x, V.Of(Alpha) * V.Expm1(x));

    /// <inheritdoc/>
    public Tensor? Gradient(Tensor x, Tensor y, Tensor dy) => Tensor.Where(x > 0, dy, dy * (y + Alpha));
}

public sealed partial class Tensor
{
    /// <summary>Element by element x where x &gt; 0, else α (eˣ − 1).</summary>
    /// <param name="alpha">What very negative numbers approach, negated.</param>
    public Tensor Elu(double alpha = 1) => Map(new EluFn(alpha));
}
