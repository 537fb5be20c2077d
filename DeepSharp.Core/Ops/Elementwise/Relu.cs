using System.Runtime.CompilerServices;
using DeepSharp.Cpu;

namespace DeepSharp;

/// <summary>f(x) = max(x, 0).</summary>
public readonly record struct ReluFn : IUnaryFn
{
    /// <inheritdoc/>
    public static FnDomain Domain => FnDomain.Numeric;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Forward<V>(V x) where V : struct, ILane<V> => V.Max(x, V.Of(0));

    /// <inheritdoc/>
    public Tensor? Gradient(Tensor x, Tensor y, Tensor dy) => Tensor.Zip(dy, y, default(ReluGradientFn));
}

public sealed partial class Tensor
{
    /// <summary>Element by element max(x, 0).</summary>
    public Tensor Relu() => Map<ReluFn>();
}
