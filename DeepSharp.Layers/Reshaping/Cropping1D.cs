namespace DeepSharp.Layers;

/// <summary>Takes elements away at the ends of the spatial axes of [batch, steps, channels].</summary>
/// <param name="cropping">Elements taken away before and after each spatial axis; one at each end if null.</param>
[Layer]
[UnusedKey("data_format", "channels_last")]
public sealed partial class Cropping1D([DefaultsTo("1")] Border1D? cropping = null) : Layer
{
    /// <inheritdoc/>
    protected override Tensor Call(Tensor x)
    {
        InputRule.RequireLayout(this, x.Shape, "[batch, steps, channels]");
        int axis = 1;
        foreach (var b in new[] { Cropping })
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
