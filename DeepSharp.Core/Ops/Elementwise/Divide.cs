using System.Runtime.CompilerServices;
using DeepSharp.Cpu;

namespace DeepSharp;

/// <summary>f(a, b) = a / b.</summary>
public readonly record struct DivideFn : IBinaryFn
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Forward<V>(V a, V b) where V : struct, ILane<V> => a / b;

    /// <inheritdoc/>
    public (Tensor? A, Tensor? B) Gradient(GradientScope s, Tensor a, Tensor b, Tensor y, Tensor dy) =>
        (s.Needs(0) ? dy / b : null, s.Needs(1) ? -dy * y / b : null);
}

public sealed partial class Tensor
{
    /// <summary>Element by element a / b; integers are divided as float32.</summary>
    public static Tensor operator /(Tensor a, Tensor b) => Zip<DivideFn>(Fractional(a), Fractional(b));

    /// <inheritdoc cref="op_Division(Tensor, Tensor)"/>
    public static Tensor operator /(Tensor a, double b) => Zip<DivideFn>(Fractional(a), b);

    /// <inheritdoc cref="op_Division(Tensor, Tensor)"/>
    public static Tensor operator /(double a, Tensor b) => Zip<DivideFn>(a, Fractional(b));

    /// <summary>Element by element a / b rounded down; integers stay integers.</summary>
    public Tensor FloorDivide(Tensor b)
    {
        var whole = this - this % b;
        return Zip<DivideFn>(whole, b);
    }

    private static Tensor Fractional(Tensor t) => t.DType.IsFloating ? t : t.Cast(DType.Float32);
}
