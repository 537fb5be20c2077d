namespace DeepSharp.Layers;

/// <summary>Takes elements away at the ends of the spatial axes of [batch, height, width, channels].</summary>
/// <param name="cropping">Elements taken away before and after each spatial axis; none if null.</param>
[Layer]
[UnusedKey("data_format", "channels_last")]
public sealed partial class Cropping2D([DefaultsTo("0")] Border2D? cropping = null) : Layer
{
    /// <inheritdoc/>
    protected override Tensor Call(Tensor x)
    {
        InputRule.RequireLayout(this, x.Shape, "[batch, height, width, channels]");
        int axis = 1;
        foreach (var b in Cropping.ToArray())
        {
            int length = x.Shape[axis];
            if (length != Dim.Any && b.Before + b.After >= length)
                throw new ShapeMismatchException($"{TypeName} takes {b.Before} + {b.After} elements away from axis {axis}, which has only {length}: input shape is {x.Shape}. Crop less.");
            if (b != (Border1D)0) x = x.Slice(axis, b.Before..^b.After);
            axis++;
        }
        return x;
    }
}
