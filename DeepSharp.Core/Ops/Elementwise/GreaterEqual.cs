using System.Runtime.CompilerServices;
using DeepSharp.Cpu;

namespace DeepSharp;

/// <summary>a &gt;= b.</summary>
public readonly record struct GreaterEqualFn : ICompareFn
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Mask<V>(V a, V b) where V : struct, ILane<V> => V.LessOrEqual(b, a);
}

public sealed partial class Tensor
{
    /// <summary>Element by element a &gt;= b as bool.</summary>
    public static Tensor operator >=(Tensor a, Tensor b) => Test<GreaterEqualFn>(a, b);

    /// <inheritdoc cref="op_GreaterThanOrEqual(Tensor, Tensor)"/>
    public static Tensor operator >=(Tensor a, double b) => Test<GreaterEqualFn>(a, b);
}
