using System.Runtime.CompilerServices;
using DeepSharp.Cpu;

namespace DeepSharp;

/// <summary>f(a, b) = a − b.</summary>
public readonly record struct SubtractFn : IBinaryFn
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Forward<V>(V a, V b) where V : struct, ILane<V> => a - b;

    /// <inheritdoc/>
    public (Tensor? A, Tensor? B) Gradient(GradientScope s, Tensor a, Tensor b, Tensor y, Tensor dy) =>
        (s.Needs(0) ? dy : null, s.Needs(1) ? -dy : null);
}

public sealed partial class Tensor
{
    /// <summary>Element by element a − b.</summary>
    public static Tensor operator -(Tensor a, Tensor b) => Zip<SubtractFn>(a, b);

    /// <inheritdoc cref="op_Subtraction(Tensor, Tensor)"/>
    public static Tensor operator -(Tensor a, double b) => Zip<SubtractFn>(a, b);

    /// <inheritdoc cref="op_Subtraction(Tensor, Tensor)"/>
    public static Tensor operator -(double a, Tensor b) => Zip<SubtractFn>(a, b);
}
