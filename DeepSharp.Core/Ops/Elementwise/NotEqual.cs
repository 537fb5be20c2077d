using System.Runtime.CompilerServices;
using DeepSharp.Cpu;

namespace DeepSharp;

/// <summary>a != b.</summary>
public readonly record struct NotEqualFn : ICompareFn
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Mask<V>(V a, V b) where V : struct, ILane<V> => V.NotEqual(a, b);
}

public sealed partial class Tensor
{
    /// <summary>Element by element a != b as bool. (The operator itself compares references, as for every class.)</summary>
    public static Tensor NotEqual(Tensor a, Tensor b) => Test<NotEqualFn>(a, b);

    /// <summary>Element by element x != b as bool.</summary>
    public Tensor NotEqual(double b) => Test<NotEqualFn>(this, b);
}
