using System.Runtime.CompilerServices;
using DeepSharp.Cpu;

namespace DeepSharp;

/// <summary>f(x) = √x.</summary>
public readonly record struct SqrtFn : IUnaryFn
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Forward<V>(V x) where V : struct, ILane<V> => V.Sqrt(x);

    /// <inheritdoc/>
    public Tensor? Gradient(Tensor x, Tensor y, Tensor dy) => dy / (y * 2);
}

public sealed partial class Tensor
{
    /// <summary>Element by element √x.</summary>
    public Tensor Sqrt() => Map<SqrtFn>();
}
