namespace DeepSharp.Layers;

/// <summary>The inputs one after another along an axis; all other lengths are equal.</summary>
/// <remarks>The mask is the inputs' masks one after another, an input without mask counting as a whole; none where no input has one.</remarks>
/// <param name="axis">The axis that grows.</param>
[Layer(Inputs = LayerInputs.Many)]
public sealed partial class Concatenate(int axis = -1) : Layer
{
    /// <inheritdoc/>
    protected override bool SupportsMasking => true;

    /// <inheritdoc/>
    protected override Tensor[] Call(Tensor[] inputs, CallContext context)
    {
        if (inputs.Length < 1) throw new ShapeMismatchException("Concatenate joins one tensor or more but got none.");
        return [Tensor.Concat(inputs, Axis)];
    }

    /// <inheritdoc/>
    protected override Tensor? ComputeMask(Tensor[] inputs)
    {
        if (inputs.All(x => x.Mask is null)) return null;
        return Tensor.Concat([.. inputs.Select(Covered)], Axis).Any(-1);
    }

    /// <summary>The mask stretched over all axes of the input.</summary>
    private static Tensor Covered(Tensor x)
    {
        if (x.Mask is null) return Tensor.Ones(x.Shape, DType.Bool, x.Device == Device.Null ? null : x.Device);
        var mask = x.Mask;
        while (mask.Rank < x.Rank) mask = mask.ExpandDims(-1);
        return mask.BroadcastTo(x.Shape);
    }
}
