using System.Runtime.CompilerServices;
using DeepSharp.Cpu;

namespace DeepSharp;

/// <summary>f(x) = x².</summary>
public readonly record struct SquareFn : IUnaryFn
{
    /// <inheritdoc/>
    public static FnDomain Domain => FnDomain.Numeric;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Forward<V>(V x) where V : struct, ILane<V> => x * x;

    /// <inheritdoc/>
    public Tensor? Gradient(Tensor x, Tensor y, Tensor dy) => dy * x * 2;
}

public sealed partial class Tensor
{
    /// <summary>Element by element x².</summary>
    public Tensor Square() => Map<SquareFn>();
}
