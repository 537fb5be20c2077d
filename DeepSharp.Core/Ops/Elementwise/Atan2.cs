using DeepSharp.Cpu;

namespace DeepSharp;

/// <summary>f(a, b) = the angle of the point (b, a).</summary>
public readonly record struct Atan2Fn : IBinaryFn
{
    /// <inheritdoc/>
    public static FnDomain Domain => FnDomain.Floating;

    /// <inheritdoc/>
    public V Forward<V>(V a, V b) where V : struct, ILane<V> => V.Atan2(a, b);

    /// <inheritdoc/>
    public (Tensor? A, Tensor? B) Gradient(GradientScope s, Tensor a, Tensor b, Tensor y, Tensor dy) =>
        (s.Needs(0) ? dy * b / (a * a + b * b) : null, s.Needs(1) ? -dy * a / (a * a + b * b) : null);
}

public sealed partial class Tensor
{
    /// <summary>The angle of the point (x, y), −π to π.</summary>
    public static Tensor Atan2(Tensor y, Tensor x) => Zip<Atan2Fn>(y, x);
}
