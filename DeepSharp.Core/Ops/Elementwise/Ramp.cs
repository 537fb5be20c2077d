using System.Runtime.CompilerServices;
using DeepSharp.Cpu;

namespace DeepSharp;

/// <summary>f(x) = max where x ≥ max, x where threshold &lt; x, else slope · (x − threshold): relu with all of Keras' settings.</summary>
/// <param name="Slope">What is below the threshold is multiplied by this.</param>
/// <param name="Max">The largest result.</param>
/// <param name="Threshold">Where the ramp begins.</param>
public readonly record struct RampFn(double Slope, double Max, double Threshold) : IUnaryFn
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Forward<V>(V x) where V : struct, ILane<V> => V.Select(V.LessOrEqual(V.Of(Max), x), V.Of(Max), V.Select(V.Less(V.Of(Threshold), x), x, V.Of(Slope) * (x - V.Of(Threshold))));

    /// <inheritdoc/>
    public Tensor? Gradient(Tensor x, Tensor y, Tensor dy) => Tensor.Zip(dy, ResultTellsSide ? y : x, new RampGradientFn(Slope, Max, Threshold));

    /// <summary>Whether a result lies on the same side of both bends as its argument, so that the argument need not be kept for the gradient.</summary>
    internal bool ResultTellsSide => Threshold == 0 && Slope >= 0 && Max > 0;
}

public sealed partial class Tensor
{
    /// <summary>Element by element max where x ≥ max, x where threshold &lt; x, else slope · (x − threshold).</summary>
    /// <param name="slope">What is below the threshold is multiplied by this.</param>
    /// <param name="max">The largest result; without bound if null.</param>
    /// <param name="threshold">Where the ramp begins.</param>
    public Tensor Relu(double slope, double? max = null, double threshold = 0) =>
        slope == 0 && max is null && threshold == 0 ? Relu() : Map(new RampFn(slope, max ?? double.PositiveInfinity, threshold));
}
