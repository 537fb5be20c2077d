using System.Runtime.CompilerServices;
using DeepSharp.Cpu;

namespace DeepSharp;

/// <summary>a &lt;= b.</summary>
public readonly record struct LessEqualFn : ICompareFn
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Mask<V>(V a, V b) where V : struct, ILane<V> => V.LessOrEqual(a, b);
}

public sealed partial class Tensor
{
    /// <summary>Element by element a &lt;= b as bool.</summary>
    public static Tensor operator <=(Tensor a, Tensor b) => Test<LessEqualFn>(a, b);

    /// <inheritdoc cref="op_LessThanOrEqual(Tensor, Tensor)"/>
    public static Tensor operator <=(Tensor a, double b) => Test<LessEqualFn>(a, b);
}
