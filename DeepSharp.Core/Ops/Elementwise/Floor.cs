using System.Runtime.CompilerServices;
using DeepSharp.Cpu;

namespace DeepSharp;

/// <summary>f(x) = the largest integer not above x.</summary>
public readonly record struct FloorFn : IUnaryFn
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Forward<V>(V x) where V : struct, ILane<V> => V.Floor(x);

    /// <inheritdoc/>
    public Tensor? Gradient(Tensor x, Tensor y, Tensor dy) => null;
}

public sealed partial class Tensor
{
    /// <summary>Element by element the largest integer not above x; its gradient is zero.</summary>
    public Tensor Floor() => Map<FloorFn>();
}
