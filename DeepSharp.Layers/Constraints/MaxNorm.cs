namespace DeepSharp;

/// <summary>Shortens weight vectors that are longer than a bound: w · min(‖w‖, max) / (ε + ‖w‖).</summary>
/// <param name="maxValue">The longest length allowed.</param>
/// <param name="axis">The axes a vector lies along: 0 for Dense [in, out], (0, 1, 2) for a 2-D convolution's kernel.</param>
[Configurable]
public sealed partial class MaxNorm(double maxValue = 2, [DefaultsTo("0")] Axes? axis = null) : Constraint
{
    /// <inheritdoc/>
    public override Tensor Apply(Tensor weight)
    {
        var length = WeightNorm.Of(weight, Axis);
        return WeightNorm.Scale(weight, length, length.Minimum(MaxValue));
    }
}
