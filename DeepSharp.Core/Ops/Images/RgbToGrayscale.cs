namespace DeepSharp;

/// <summary>Colors on the last axis as their brightness, one channel: 0.2989 r + 0.587 g + 0.114 b.</summary>
/// <remarks>The weights of Rec. 601.</remarks>
public sealed record RgbToGrayscaleOp : Op
{
    /// <inheritdoc/>
    public override string Family => "Images";

    /// <inheritdoc/>
    public override TensorSpec[] Infer(ReadOnlySpan<TensorSpec> inputs)
    {
        ImageOperands.RequireColors(Name, inputs[0]);
        return [inputs[0] with { Shape = inputs[0].Shape.With(inputs[0].Shape.Rank - 1, 1) }];
    }

    /// <inheritdoc/>
    public override Tensor[] Compose(Tensor[] x) =>
        [x[0].Slice(-1, ..1) * 0.2989 + x[0].Slice(-1, 1..2) * 0.587 + x[0].Slice(-1, 2..3) * 0.114];
}

public sealed partial class Tensor
{
    /// <summary>The brightness of colors on the last axis, as one channel; what has one channel already stays as it is.</summary>
    /// <exception cref="ShapeMismatchException">The last axis has neither 3 channels nor 1.</exception>
    public Tensor RgbToGrayscale() => Rank > 0 && Shape[^1] == 1 ? this : new RgbToGrayscaleOp().Apply(Fractional(this));
}
