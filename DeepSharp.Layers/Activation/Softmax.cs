namespace DeepSharp.Layers;

/// <summary>eˣ / Σ eˣ along an axis, or along several: scores become probabilities.</summary>
/// <remarks>A mask of the input's own shape takes elements out of the sum (10⁹ is subtracted from them); other masks only pass through.</remarks>
/// <param name="axis">The axes that together sum to one.</param>
[Layer]
public sealed partial class Softmax([DefaultsTo("-1")] Axes? axis = null) : Layer
{
    private const double Far = 1e9;

    /// <inheritdoc/>
    protected override bool SupportsMasking => true;

    /// <inheritdoc/>
    protected override Tensor Call(Tensor x)
    {
        if (x.Mask is { } mask && mask.Shape.Matches(x.Shape)) x = x + (mask.Cast(x.DType) - 1) * Far;
        int[] axes = Axis.Resolve(x.Shape, TypeName);
        if (axes.Length > 1) return (x - x.LogSumExp(Axis, keepDims: true)).Exp();
        var y = x.Softmax(axes[0]);
        // A loss can take the scores themselves, which is the stable form.
        if (axes[0] == x.Rank - 1) y.Logits = new(x, LogitsOf.Softmax);
        return y;
    }
}
