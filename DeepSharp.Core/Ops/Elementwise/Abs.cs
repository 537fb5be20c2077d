using System.Runtime.CompilerServices;
using DeepSharp.Cpu;

namespace DeepSharp;

/// <summary>f(x) = |x|.</summary>
public readonly record struct AbsFn : IUnaryFn
{
    /// <inheritdoc/>
    public static FnDomain Domain => FnDomain.Numeric;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Forward<V>(V x) where V : struct, ILane<V> => V.Abs(x);

    /// <inheritdoc/>
    public Tensor? Gradient(Tensor x, Tensor y, Tensor dy) => dy * x.Sign();
}

public sealed partial class Tensor
{
    /// <summary>Element by element |x|.</summary>
    public Tensor Abs() => Map<AbsFn>();
}
