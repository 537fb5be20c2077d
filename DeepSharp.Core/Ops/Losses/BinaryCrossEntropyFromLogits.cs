using DeepSharp.Cpu;

namespace DeepSharp;

/// <summary>f(x, z) = max(x, 0) − x · z + ln(1 + e^−|x|): −z ln σ(x) − (1 − z) ln(1 − σ(x)) without overflow for any x.</summary>
public readonly record struct BinaryCrossEntropyFromLogitsFn : IBinaryFn
{
    /// <inheritdoc/>
    public static FnDomain Domain => FnDomain.Floating;

    /// <inheritdoc/>
    public V Forward<V>(V a, V b) where V : struct, ILane<V> => V.Max(a, V.Of(0)) - a * b + V.Log1p(V.Exp(-V.Abs(a)));

    /// <inheritdoc/>
    public (Tensor? A, Tensor? B) Gradient(GradientScope s, Tensor a, Tensor b, Tensor y, Tensor dy) =>
        (s.Needs(0) ? dy * (a.Sigmoid() - b) : null, s.Needs(1) ? -dy * a : null);
}

public sealed partial class Tensor
{
    /// <summary>Cross-entropy of targets in [0, 1] under the logistic function of this, element by element (no mean is taken).</summary>
    /// <param name="targets">The targets; shapes broadcast.</param>
    public Tensor BinaryCrossEntropyFromLogits(Tensor targets) => Zip<BinaryCrossEntropyFromLogitsFn>(this, targets);
}
