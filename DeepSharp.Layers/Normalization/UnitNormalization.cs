namespace DeepSharp.Layers;

/// <summary>Scales to Euclidean length one over some axes.</summary>
/// <param name="axis">The axes that together get length one.</param>
[Layer]
public sealed partial class UnitNormalization([DefaultsTo("-1")] Axes? axis = null) : Layer
{
    /// <inheritdoc/>
    protected override bool SupportsMasking => true;

    /// <inheritdoc/>
    protected override Tensor Call(Tensor x) => Wide(x).UnitNormalize(Axis).Cast(ComputeDType);
}
