namespace DeepSharp;

/// <summary>The mean of windows that divide the spatial axes of [batch, spatial.., channels] into given numbers of parts, overlapping where they must.</summary>
/// <remarks>Output o of an axis sees the inputs from ⌊o · n / m⌋ up to ⌈(o + 1) · n / m⌉, for n inputs and m outputs.</remarks>
/// <param name="Lengths">The output's lengths, one for each spatial axis.</param>
public sealed record AdaptiveAveragePoolOp(EquatableArray<int> Lengths) : Op
{
    /// <inheritdoc/>
    public override string Family => "Pooling";

    /// <inheritdoc/>
    public override TensorSpec[] Infer(ReadOnlySpan<TensorSpec> inputs) => [new(AdaptiveWindows.Pooled(this, Lengths, inputs[0]), inputs[0].DType)];

    /// <inheritdoc/>
    /// <remarks>The mean over a box is the mean along one axis of the means along the others.</remarks>
    public override Tensor[] Compose(Tensor[] x)
    {
        var y = x[0];
        for (int i = 0; i < Lengths.Count; i++)
            if (y.Shape[i + 1] != Lengths[i]) y = new ResampleOp(i + 1, new AdaptiveMeanTaps(y.Shape[i + 1], Lengths[i])).Apply(y);
        return [ReferenceEquals(y, x[0]) ? y.Alias() : y];
    }
}

public sealed partial class Tensor
{
    /// <summary>The mean of windows that divide the spatial axes of [batch, spatial.., channels] into given numbers of parts.</summary>
    /// <param name="lengths">The output's lengths: one for each spatial axis or one for all.</param>
    /// <exception cref="ShapeMismatchException">There are not 1 to 3 spatial axes, or one is empty.</exception>
    /// <exception cref="DTypeMismatchException">The elements are not float32 or float64.</exception>
    /// <exception cref="InvalidValueException">A length is below one, or their number is not that of the spatial axes.</exception>
    public Tensor AdaptiveAveragePool(EquatableArray<int> lengths) => new AdaptiveAveragePoolOp(ConvOperands.Fill(lengths, Rank - 2)).Apply(this);
}
