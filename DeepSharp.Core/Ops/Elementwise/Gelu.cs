using DeepSharp.Cpu;

namespace DeepSharp;

/// <summary>f(x) = x · Φ(x) = x/2 · (1 + erf(x/√2)), with Φ the distribution function of the normal distribution.</summary>
public readonly record struct GeluFn : IUnaryFn
{
    private const double InverseRoot2 = 0.70710678118654752;

    /// <summary>The density of the normal distribution at zero, 1/√(2π).</summary>
    private const double Density0 = 0.39894228040143268;

    /// <inheritdoc/>
    public V Forward<V>(V x) where V : struct, ILane<V> => x * V.Of(0.5) * (V.Of(1) + V.Erf(x * V.Of(InverseRoot2)));

    /// <inheritdoc/>
    public Tensor? Gradient(Tensor x, Tensor y, Tensor dy) => dy * (((x * InverseRoot2).Erf() + 1) * 0.5 + x * (x.Square() * -0.5).Exp() * Density0);
}

public sealed partial class Tensor
{
    /// <summary>Element by element x · Φ(x), with Φ the distribution function of the normal distribution.</summary>
    /// <param name="approximate">Takes x/2 · (1 + tanh(√(2/π) (x + 0.044715 x³))) instead, which differs in the fourth digit.</param>
    public Tensor Gelu(bool approximate = false) => approximate ? Map<GeluTanhFn>() : Map<GeluFn>();
}
