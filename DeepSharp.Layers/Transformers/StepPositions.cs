namespace DeepSharp.Layers;

/// <summary>Which places in a text the steps of a sequence have.</summary>
internal static class StepPositions
{
    /// <summary>Positions [1, steps] from a start on, or those given as [steps] or [batch, steps] with an axis for the batch.</summary>
    /// <exception cref="ShapeMismatchException">The given positions have another number of axes.</exception>
    public static Tensor Of(Layer layer, Tensor like, int steps, int start, Tensor? positions)
    {
        if (start < 0) throw new InvalidValueException($"{layer.TypeName} expects a startIndex of zero or more but got {start}.");
        if (positions is null) return (start == 0 ? like.Positions(steps) : like.Positions(steps) + start).ExpandDims(0);
        return positions.Rank switch
        {
            1 => positions.ExpandDims(0),
            2 => positions,
            _ => throw new ShapeMismatchException($"{layer.TypeName} expects positions [steps] or [batch, steps] but got {positions.Shape}."),
        };
    }

    /// <summary>A host-made vector on a tensor's device; a symbol for a symbol.</summary>
    public static Tensor Vector(Tensor like, double[] values, DType dtype) =>
        like.Device == Device.Null ? new(new([values.Length], dtype), Device.Null) : Tensor.From(values, like.Device).Cast(dtype);
}
