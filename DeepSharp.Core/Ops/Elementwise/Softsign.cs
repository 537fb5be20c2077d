using System.Runtime.CompilerServices;
using DeepSharp.Cpu;

namespace DeepSharp;

/// <summary>f(x) = x / (1 + |x|).</summary>
public readonly record struct SoftsignFn : IUnaryFn
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Forward<V>(V x) where V : struct, ILane<V> => x / (V.Of(1) + V.Abs(x));

    /// <inheritdoc/>
    public Tensor? Gradient(Tensor x, Tensor y, Tensor dy) => dy / (x.Abs() + 1).Square();
}

public sealed partial class Tensor
{
    /// <summary>Element by element x / (1 + |x|).</summary>
    public Tensor Softsign() => Map<SoftsignFn>();
}
