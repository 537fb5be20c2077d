using System.Runtime.CompilerServices;
using DeepSharp.Cpu;

namespace DeepSharp;

/// <summary>a == b.</summary>
public readonly record struct EqualFn : ICompareFn
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Mask<V>(V a, V b) where V : struct, ILane<V> => V.Equal(a, b);
}

public sealed partial class Tensor
{
    /// <summary>Element by element a == b as bool. (The operator itself compares references, as for every class.)</summary>
    public static Tensor Equal(Tensor a, Tensor b) => Test<EqualFn>(a, b);

    /// <summary>Element by element x == b as bool.</summary>
    public Tensor Equal(double b) => Test<EqualFn>(this, b);
}
