using System.Runtime.CompilerServices;
using DeepSharp.Cpu;

namespace DeepSharp;

/// <summary>f(x) = the smallest integer not below x.</summary>
public readonly record struct CeilingFn : IUnaryFn
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Forward<V>(V x) where V : struct, ILane<V> => V.Ceiling(x);

    /// <inheritdoc/>
    public Tensor? Gradient(Tensor x, Tensor y, Tensor dy) => null;
}

public sealed partial class Tensor
{
    /// <summary>Element by element the smallest integer not below x; its gradient is zero.</summary>
    public Tensor Ceiling() => Map<CeilingFn>();
}
