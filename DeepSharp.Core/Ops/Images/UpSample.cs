namespace DeepSharp;

/// <summary>Every element repeated along the spatial axes of [batch, spatial.., channels]: y[b, o.., c] = x[b, ⌊o / factor⌋.., c].</summary>
/// <param name="Factors">How often, one number for each spatial axis.</param>
public sealed record UpSampleOp(EquatableArray<int> Factors) : Op
{
    /// <inheritdoc/>
    public override string Family => "Images";

    /// <inheritdoc/>
    public override TensorSpec[] Infer(ReadOnlySpan<TensorSpec> inputs)
    {
        var shape = inputs[0].Shape;
        if (shape.Rank < 3) throw new ShapeMismatchException($"[{Name}] expects data [batch, spatial.., channels] but got {shape}. Add a missing axis with ExpandDims.");
        ConvOperands.RequireSteps(Name, "factors", Factors, shape.Rank - 2);
        var dims = shape.Dims.ToArray();
        for (int i = 0; i < Factors.Count; i++)
            if (dims[i + 1] != Dim.Any) dims[i + 1] = checked(dims[i + 1] * Factors[i]);
        return [new(dims, inputs[0].DType)];
    }

    /// <inheritdoc/>
    public override Tensor[] Compose(Tensor[] x)
    {
        // Each spatial axis gets an axis of length one behind it, which is stretched and then joined.
        var shape = x[0].Shape;
        List<int> split = [shape[0]], stretched = [shape[0]], joined = [shape[0]];
        for (int i = 0; i < Factors.Count; i++)
        {
            split.AddRange([shape[i + 1], 1]);
            stretched.AddRange([shape[i + 1], Factors[i]]);
            joined.Add(shape[i + 1] * Factors[i]);
        }
        return [x[0].Reshape([.. split, shape[^1]]).BroadcastTo([.. stretched, shape[^1]]).Reshape([.. joined, shape[^1]])];
    }
}

public sealed partial class Tensor
{
    /// <summary>Enlarges the spatial axes of [batch, spatial.., channels] by repeating each element.</summary>
    /// <param name="factors">How often: one number for each spatial axis or one for all.</param>
    /// <exception cref="ShapeMismatchException">There is no spatial axis.</exception>
    /// <exception cref="InvalidValueException">A factor is below one, or their number is not that of the spatial axes.</exception>
    public Tensor UpSample(EquatableArray<int> factors) => new UpSampleOp(ConvOperands.Fill(factors, Rank - 2)).Apply(this);
}
