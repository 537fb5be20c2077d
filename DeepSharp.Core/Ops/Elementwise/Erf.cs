using DeepSharp.Cpu;

namespace DeepSharp;

/// <summary>f(x) = the error function, 2/√π ∫₀ˣ e^(−t²) dt.</summary>
public readonly record struct ErfFn : IUnaryFn
{
    /// <inheritdoc/>
    public V Forward<V>(V x) where V : struct, ILane<V> => V.Erf(x);

    /// <inheritdoc/>
    public Tensor? Gradient(Tensor x, Tensor y, Tensor dy) => dy * (x * x * -1).Exp() * (2 / Math.Sqrt(Math.PI));
}

public sealed partial class Tensor
{
    /// <summary>Element by element the error function, 2/√π ∫₀ˣ e^(−t²) dt.</summary>
    public Tensor Erf() => Map<ErfFn>();
}
