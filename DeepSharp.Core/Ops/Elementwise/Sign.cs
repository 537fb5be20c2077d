using System.Runtime.CompilerServices;
using DeepSharp.Cpu;

namespace DeepSharp;

/// <summary>f(x) = −1, 0 or 1 by the sign of x.</summary>
public readonly record struct SignFn : IUnaryFn
{
    /// <inheritdoc/>
    public static FnDomain Domain => FnDomain.Numeric;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Forward<V>(V x) where V : struct, ILane<V> => V.Sign(x);

    /// <inheritdoc/>
    public Tensor? Gradient(Tensor x, Tensor y, Tensor dy) => null;
}

public sealed partial class Tensor
{
    /// <summary>Element by element −1, 0 or 1 by the sign of x; its gradient is zero.</summary>
    public Tensor Sign() => Map<SignFn>();
}
