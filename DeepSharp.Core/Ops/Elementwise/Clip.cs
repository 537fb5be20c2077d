using System.Runtime.CompilerServices;
using DeepSharp.Cpu;

namespace DeepSharp;

/// <summary>f(x) = min(max(x, Min), Max); the gradient passes where Min ≤ x ≤ Max.</summary>
/// <param name="Min">The smallest value let through.</param>
/// <param name="Max">The largest value let through.</param>
public readonly record struct ClipFn(double Min, double Max) : IUnaryFn
{
    /// <inheritdoc/>
    public static FnDomain Domain => FnDomain.Numeric;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Forward<V>(V x) where V : struct, ILane<V> => V.Min(V.Max(x, V.Of(Min)), V.Of(Max));

    /// <inheritdoc/>
    public Tensor? Gradient(Tensor x, Tensor y, Tensor dy) => Tensor.Where(Tensor.Equal(x, y), dy, dy.ScalarLike(0));
}

public sealed partial class Tensor
{
    /// <summary>Element by element min(max(x, min), max); NaN stays NaN.</summary>
    /// <exception cref="InvalidValueException">The bounds are NaN or the wrong way round.</exception>
    public Tensor Clip(double min, double max)
    {
        if (!(min <= max)) throw new InvalidValueException($"[clip] the lower bound {min} must not be above the upper bound {max}.");
        return ForNumber(ForNumber(this, min), max).Map(new ClipFn(min, max));
    }
}
