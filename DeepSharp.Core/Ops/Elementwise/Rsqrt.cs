using System.Runtime.CompilerServices;
using DeepSharp.Cpu;

namespace DeepSharp;

/// <summary>f(x) = 1 / √x.</summary>
public readonly record struct RsqrtFn : IUnaryFn
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Forward<V>(V x) where V : struct, ILane<V> => V.Of(1) / V.Sqrt(x);

    /// <inheritdoc/>
    public Tensor? Gradient(Tensor x, Tensor y, Tensor dy) => dy * y * y * y * -0.5;
}

public sealed partial class Tensor
{
    /// <summary>Element by element 1 / √x.</summary>
    public Tensor Rsqrt() => Map<RsqrtFn>();
}
