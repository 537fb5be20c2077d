namespace DeepSharp.Layers;

/// <summary>Divides by the root mean square over some axes: y = x / √(mean x² + ε) · scale.</summary>
/// <remarks>Zhang and Sennrich 2019. The weight has the lengths of those axes. Computed in at least float32.</remarks>
/// <param name="axis">The axes that are normalized together.</param>
/// <param name="epsilon">Added to the mean square.</param>
[Layer]
public sealed partial class RMSNormalization([DefaultsTo("-1")] Axes? axis = null, double epsilon = 1e-6) : Layer
{
    private Weight _scale = null!;

    /// <inheritdoc/>
    protected override void Build(Shape input) =>
        _scale = AddWeight("scale", [.. Axis.Resolve(input, TypeName).Select(a => input[a])], new Initializers.Ones(), autocast: false);

    /// <inheritdoc/>
    protected override Tensor Call(Tensor x) => Wide(x).RmsNorm(_scale.Value.Cast(WideDType), Axis, Epsilon).Cast(ComputeDType);
}
