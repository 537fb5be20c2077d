namespace DeepSharp;

/// <summary>Moves the lengths of weight vectors towards an interval: w · (rate · clip(‖w‖) + (1 − rate) ‖w‖) / (ε + ‖w‖).</summary>
/// <param name="minValue">The shortest length.</param>
/// <param name="maxValue">The longest length.</param>
/// <param name="rate">How far each step goes, 0 to 1; 1 enforces the bounds.</param>
/// <param name="axis">The axes a vector lies along: 0 for Dense [in, out], (0, 1, 2) for a 2-D convolution's kernel.</param>
[Configurable]
public sealed partial class MinMaxNorm(double minValue = 0, double maxValue = 1, double rate = 1, [DefaultsTo("0")] Axes? axis = null) : Constraint
{
    /// <inheritdoc/>
    public override Tensor Apply(Tensor weight)
    {
        var length = WeightNorm.Of(weight, Axis);
        return WeightNorm.Scale(weight, length, length.Clip(MinValue, MaxValue) * Rate + length * (1 - Rate));
    }
}
