using System.Runtime.CompilerServices;
using DeepSharp.Cpu;

namespace DeepSharp;

/// <summary>f(x) = 1 / x.</summary>
public readonly record struct ReciprocalFn : IUnaryFn
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Forward<V>(V x) where V : struct, ILane<V> => V.Of(1) / x;

    /// <inheritdoc/>
    public Tensor? Gradient(Tensor x, Tensor y, Tensor dy) => -dy * y * y;
}

public sealed partial class Tensor
{
    /// <summary>Element by element 1 / x.</summary>
    public Tensor Reciprocal() => Map<ReciprocalFn>();
}
