namespace DeepSharp;

/// <summary>The spatial axes of [batch, spatial.., channels] brought to given lengths, one axis after the other.</summary>
/// <remarks>Samples lie at half-integer places, and weights are normalised at the border, as in Keras' <c>ops.image.resize</c> and TensorFlow 2.</remarks>
/// <param name="Lengths">The new lengths, one for each spatial axis.</param>
/// <param name="Interpolation">How values between samples are made.</param>
/// <param name="Antialias">Whether an axis that shrinks is smoothed: each output then sees all the inputs it stands for.</param>
public sealed record ResizeOp(EquatableArray<int> Lengths, Interpolation Interpolation = Interpolation.Bilinear, bool Antialias = false) : Op
{
    /// <inheritdoc/>
    public override string Family => "Images";

    /// <inheritdoc/>
    public override TensorSpec[] Infer(ReadOnlySpan<TensorSpec> inputs)
    {
        var shape = inputs[0].Shape;
        if (shape.Rank < 3)
            throw new ShapeMismatchException($"[{Name}] expects data [batch, spatial.., channels] but got {shape}. Add a missing axis with ExpandDims.");
        ConvOperands.RequireSteps(Name, "lengths", Lengths, shape.Rank - 2);
        foreach (int length in shape.Dims[1..^1])
            if (length == 0) throw new ShapeMismatchException($"[{Name}] cannot resize data without samples: {shape}.");
        if (Interpolation != Interpolation.Nearest && inputs[0].DType is { IsFloating: false })
            throw new DTypeMismatchException(
                $"[{Name}] expects a floating type but got {inputs[0].DType.KerasName}. Cast the input, or take Interpolation.Nearest.");
        return [new([shape[0], .. Lengths.Span, shape[^1]], inputs[0].DType)];
    }

    /// <inheritdoc/>
    public override Tensor[] Compose(Tensor[] x)
    {
        var y = x[0];
        foreach (int i in Order(y.Shape))
        {
            int from = y.Shape[i + 1], to = Lengths[i];
            if (from == to) continue;
            y = Interpolation == Interpolation.Nearest
                ? y.Gather(Tensor.From<int>(Nearest(from, to), [to], y.Device), i + 1)
                : new ResampleOp(i + 1, new InterpolationTaps(from, to, Interpolation, Antialias)).Apply(y);
        }
        return [ReferenceEquals(y, x[0]) ? y.Alias() : y];
    }

    /// <summary>The spatial axes, those first that shrink; of those that grow the last first: the rows of one axis are the pixels of those before it.</summary>
    private IEnumerable<int> Order(Shape x)
    {
        var axes = Enumerable.Range(0, Lengths.Count);
        return axes.Where(i => Lengths[i] < x[i + 1]).Concat(axes.Where(i => Lengths[i] >= x[i + 1]).Reverse());
    }

    /// <summary>The input whose pixel holds the place (o + ½) · from / to, in whole numbers.</summary>
    private static int[] Nearest(int from, int to)
    {
        var indices = new int[to];
        for (int o = 0; o < to; o++) indices[o] = (int)((2L * o + 1) * from / (2L * to));
        return indices;
    }
}

public sealed partial class Tensor
{
    /// <summary>Brings the spatial axes of [batch, spatial.., channels] to given lengths.</summary>
    /// <param name="lengths">The new lengths: one for each spatial axis or one for all.</param>
    /// <param name="interpolation">How values between samples are made; all but <see cref="Interpolation.Nearest"/> need floating elements.</param>
    /// <param name="antialias">Whether an axis that shrinks is smoothed: each output then sees all the inputs it stands for.</param>
    /// <exception cref="ShapeMismatchException">There is no spatial axis, or one without samples.</exception>
    /// <exception cref="InvalidValueException">A length is below one, or their number is not that of the spatial axes.</exception>
    /// <exception cref="DTypeMismatchException">Integers are to be interpolated.</exception>
    public Tensor Resize(EquatableArray<int> lengths, Interpolation interpolation = Interpolation.Bilinear, bool antialias = false) =>
        new ResizeOp(ConvOperands.Fill(lengths, Rank - 2), interpolation, antialias).Apply(this);
}
