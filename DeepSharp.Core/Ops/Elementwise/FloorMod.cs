using DeepSharp.Cpu;

namespace DeepSharp;

/// <summary>f(a, b) = a − ⌊a/b⌋·b, with the sign of b as in Python.</summary>
public readonly record struct FloorModFn : IBinaryFn
{
    /// <inheritdoc/>
    public V Forward<V>(V a, V b) where V : struct, ILane<V> => V.FloorMod(a, b);

    /// <inheritdoc/>
    public (Tensor? A, Tensor? B) Gradient(GradientScope s, Tensor a, Tensor b, Tensor y, Tensor dy) =>
        (s.Needs(0) ? dy : null, s.Needs(1) ? -dy * (a / b).Floor() : null);
}

public sealed partial class Tensor
{
    /// <summary>Element by element the remainder with the sign of the divisor, as in Python.</summary>
    public static Tensor operator %(Tensor a, Tensor b) => Zip<FloorModFn>(a, b);

    /// <inheritdoc cref="op_Modulus(Tensor, Tensor)"/>
    public static Tensor operator %(Tensor a, double b) => Zip<FloorModFn>(a, b);
}
