using System.Runtime.CompilerServices;
using DeepSharp.Cpu;

namespace DeepSharp;

/// <summary>f(x) = the nearest integer, halves to even.</summary>
public readonly record struct RoundFn : IUnaryFn
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Forward<V>(V x) where V : struct, ILane<V> => V.Round(x);

    /// <inheritdoc/>
    public Tensor? Gradient(Tensor x, Tensor y, Tensor dy) => null;
}

public sealed partial class Tensor
{
    /// <summary>Element by element the nearest integer, halves to even; its gradient is zero.</summary>
    public Tensor Round() => Map<RoundFn>();
}
