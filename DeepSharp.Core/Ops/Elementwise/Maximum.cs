using System.Runtime.CompilerServices;
using DeepSharp.Cpu;

namespace DeepSharp;

/// <summary>f(a, b) = max(a, b); where equal the gradient goes to a.</summary>
public readonly record struct MaximumFn : IBinaryFn
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Forward<V>(V a, V b) where V : struct, ILane<V> => V.Max(a, b);

    /// <inheritdoc/>
    public (Tensor? A, Tensor? B) Gradient(GradientScope s, Tensor a, Tensor b, Tensor y, Tensor dy) =>
        (s.Needs(0) ? dy * (a >= b).Cast(dy.DType) : null, s.Needs(1) ? dy * (a < b).Cast(dy.DType) : null);
}

public sealed partial class Tensor
{
    /// <summary>Element by element max(a, b); where equal the gradient goes to a.</summary>
    public static Tensor Maximum(Tensor a, Tensor b) => Zip<MaximumFn>(a, b);

    /// <summary>Element by element max(a, b); where equal the gradient goes to a.</summary>
    public Tensor Maximum(double b) => Zip<MaximumFn>(this, b);
}
