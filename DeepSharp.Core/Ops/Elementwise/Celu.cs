using DeepSharp.Cpu;

namespace DeepSharp;

/// <summary>f(x) = x where x &gt; 0, else α (e^(x/α) − 1); smooth at zero for every α.</summary>
/// <param name="Alpha">α.</param>
public readonly record struct CeluFn(double Alpha) : IUnaryFn
{
    /// <inheritdoc/>
    public V Forward<V>(V x) where V : struct, ILane<V> => V.Select(V.Less(V.Of(0), x), x, V.Of(Alpha) * V.Expm1(x / V.Of(Alpha)));

    /// <inheritdoc/>
    public Tensor? Gradient(Tensor x, Tensor y, Tensor dy) => Tensor.Where(x > 0, dy, dy * (y * (1 / Alpha) + 1));
}

public sealed partial class Tensor
{
    /// <summary>Element by element x where x &gt; 0, else α (e^(x/α) − 1).</summary>
    /// <param name="alpha">What very negative numbers approach, negated; not zero.</param>
    /// <exception cref="InvalidValueException">α is zero.</exception>
    public Tensor Celu(double alpha = 1) =>
        alpha != 0 ? Map(new CeluFn(alpha)) : throw new InvalidValueException("[celu] alpha must not be zero. Use Relu for that limit.");
}
