namespace DeepSharp;

/// <summary>Zeros with the values that max pooling gave put back in their places; the reverse of <see cref="MaxPoolIndicesOp"/>.</summary>
/// <remarks>Inputs: values [batch, spatial.., channels] and their places, int32 of the same shape. Values of one place are added.</remarks>
/// <param name="Lengths">The spatial lengths of the data that was pooled.</param>
public sealed record MaxUnpoolOp(EquatableArray<int> Lengths) : Op
{
    /// <inheritdoc/>
    public override string Family => "Pooling";

    /// <inheritdoc/>
    public override TensorSpec[] Infer(ReadOnlySpan<TensorSpec> inputs)
    {
        var (values, places) = (inputs[0], inputs[1]);
        Domains.Require(Name, FnDomain.Numeric, values.DType);
        Indices.RequireIntegers(Name, places.DType);
        if (values.Shape.Rank < 3 || !values.Shape.Matches(places.Shape))
            throw new ShapeMismatchException($"[{Name}] expects values [batch, spatial.., channels] and places of the same shape but got {values.Shape} and {places.Shape}.");
        ConvOperands.RequireSteps(Name, "lengths", Lengths, values.Shape.Rank - 2);
        return [new([values.Shape[0], .. Lengths.Span, values.Shape[^1]], values.DType)];
    }

    /// <inheritdoc/>
    public override Tensor[] Compose(Tensor[] x)
    {
        int batch = x[0].Shape[0], row = (int)x[0].Shape[1..].Count;
        Shape image = [.. Lengths.Span, x[0].Shape[^1]];
        var flat = new ScatterAddAlongAxisOp(1, checked((int)image.Count)).Apply(x[1].Reshape([batch, row]), x[0].Reshape([batch, row]));
        return [flat.Reshape([batch, .. image.Dims])];
    }
}

public sealed partial class Tensor
{
    /// <summary>Puts values that max pooling gave back in their places; everything else is zero, and values of one place are added.</summary>
    /// <param name="indices">Their places in their images, int32 of this tensor's shape, as <see cref="MaxPoolWithIndices"/> gives them.</param>
    /// <param name="lengths">The spatial lengths of the data that was pooled.</param>
    /// <exception cref="ShapeMismatchException">Values and places differ in shape, or have no spatial axis.</exception>
    /// <exception cref="DTypeMismatchException">The places are not int32 or int64.</exception>
    /// <exception cref="InvalidValueException">A place lies outside the image, or there is not one length for each spatial axis.</exception>
    public Tensor MaxUnpool(Tensor indices, EquatableArray<int> lengths) => new MaxUnpoolOp(lengths).Apply(this, indices);
}
