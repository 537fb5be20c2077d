namespace DeepSharp.Layers;

/// <summary>eˣ / Σ eˣ along an axis: scores become probabilities.</summary>
/// <param name="axis">The axis that sums to one.</param>
[Layer]
public sealed partial class Softmax(int axis = -1) : Layer
{
    /// <inheritdoc/>
    protected override bool SupportsMasking => true;

    /// <inheritdoc/>
    protected override Tensor Call(Tensor x)
    {
        var y = x.Softmax(Axis);
        // A loss can take the scores themselves, which is the stable form.
        if (x.Shape.Axis(Axis) == x.Rank - 1) y.Logits = new(x, LogitsOf.Softmax);
        return y;
    }
}
