using System.Runtime.CompilerServices;
using DeepSharp.Cpu;

namespace DeepSharp;

/// <summary>f(a, b) = min(a, b); where equal the gradient goes to a.</summary>
public readonly record struct MinimumFn : IBinaryFn
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Forward<V>(V a, V b) where V : struct, ILane<V> => V.Min(a, b);

    /// <inheritdoc/>
    public (Tensor? A, Tensor? B) Gradient(GradientScope s, Tensor a, Tensor b, Tensor y, Tensor dy) =>
        (s.Needs(0) ? dy * (a <= b).Cast(dy.DType) : null, s.Needs(1) ? dy * (a > b).Cast(dy.DType) : null);
}

public sealed partial class Tensor
{
    /// <summary>Element by element min(a, b); where equal the gradient goes to a.</summary>
    public static Tensor Minimum(Tensor a, Tensor b) => Zip<MinimumFn>(a, b);

    /// <summary>Element by element min(a, b); where equal the gradient goes to a.</summary>
    public Tensor Minimum(double b) => Zip<MinimumFn>(this, b);
}
