namespace DeepSharp.Layers;

/// <summary>Divides by the root mean square over some axes: y = x / √(mean x² + ε) · scale.</summary>
/// <remarks>Zhang and Sennrich 2019. The weight has the lengths of those axes.</remarks>
/// <param name="axis">The axes that are normalized together.</param>
/// <param name="epsilon">Added to the mean square.</param>
[Layer]
public sealed partial class RMSNormalization([DefaultsTo("-1")] Axes? axis = null, double epsilon = 1e-6) : Layer
{
    private Weight _scale = null!;

    /// <inheritdoc/>
    protected override void Build(Shape input) =>
        _scale = AddWeight("scale", [.. Axis.Resolve(input, TypeName).Select(a => input[a])], new Initializers.Ones());

    /// <inheritdoc/>
    protected override Tensor Call(Tensor x) => x.RmsNorm(_scale, Axis, Epsilon);
}
