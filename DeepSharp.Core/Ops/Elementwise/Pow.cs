using DeepSharp.Cpu;

namespace DeepSharp;

/// <summary>f(a, b) = aᵇ.</summary>
public readonly record struct PowFn : IBinaryFn
{
    /// <inheritdoc/>
    public static FnDomain Domain => FnDomain.Floating;

    /// <inheritdoc/>
    public V Forward<V>(V a, V b) where V : struct, ILane<V> => V.Pow(a, b);

    /// <inheritdoc/>
    public (Tensor? A, Tensor? B) Gradient(GradientScope s, Tensor a, Tensor b, Tensor y, Tensor dy) =>
        (s.Needs(0) ? dy * b * Tensor.Zip(a, b - 1, default(PowFn)) : null, s.Needs(1) ? dy * y * Tensor.Where(a > 0, a, a.ScalarLike(1)).Log() : null);
}

public sealed partial class Tensor
{
    /// <summary>Element by element xᵖ; small whole powers and roots take their short forms.</summary>
    public Tensor Pow(double power) => power switch
    {
        1 => this,
        2 => Square(),
        3 => this * Square(),
        4 => Square().Square(),
        0.5 => Sqrt(),
        -0.5 => Rsqrt(),
        -1 => Reciprocal(),
        _ => Zip<PowFn>(this, power),
    };

    /// <summary>Element by element aᵇ.</summary>
    public Tensor Pow(Tensor power) => Zip<PowFn>(this, power);
}
