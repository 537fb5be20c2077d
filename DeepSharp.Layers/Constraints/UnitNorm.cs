namespace DeepSharp;

/// <summary>Brings weight vectors to length one: w / (ε + ‖w‖).</summary>
/// <param name="axis">The axes a vector lies along: 0 for Dense [in, out], (0, 1, 2) for a 2-D convolution's kernel.</param>
[Configurable]
public sealed partial class UnitNorm([DefaultsTo("0")] Axes? axis = null) : Constraint
{
    /// <inheritdoc/>
    public override Tensor Apply(Tensor weight)
    {
        var length = WeightNorm.Of(weight, Axis);
        return WeightNorm.Scale(weight, length, length.ScalarLike(1));
    }
}
