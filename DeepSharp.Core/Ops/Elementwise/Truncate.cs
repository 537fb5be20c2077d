using System.Runtime.CompilerServices;
using DeepSharp.Cpu;

namespace DeepSharp;

/// <summary>f(x) = x without its fraction.</summary>
public readonly record struct TruncateFn : IUnaryFn
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Forward<V>(V x) where V : struct, ILane<V> => V.Truncate(x);

    /// <inheritdoc/>
    public Tensor? Gradient(Tensor x, Tensor y, Tensor dy) => null;
}

public sealed partial class Tensor
{
    /// <summary>Element by element x without its fraction; its gradient is zero.</summary>
    public Tensor Truncate() => Map<TruncateFn>();
}
