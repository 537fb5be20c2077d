namespace DeepSharp;

/// <summary>The shape checks that layers share. The layer's name is added by <see cref="Layer"/>.</summary>
internal static class InputRule
{
    /// <summary>Rejects an input with another number of axes.</summary>
    /// <param name="layer">The layer.</param>
    /// <param name="shape">The input's shape.</param>
    /// <param name="layout">What the axes are, for example <c>[batch, steps, channels]</c>.</param>
    public static void RequireLayout(Layer layer, Shape shape, string layout)
    {
        int rank = layout.Count(c => c == ',') + 1;
        if (shape.Rank != rank)
            throw new ShapeMismatchException(
                $"{layer.TypeName} expects its input to be {layout} but got shape {shape} with {shape.Rank} axes instead of {rank}. Reshape the input, or take the layer for {shape.Rank} axes.");
    }

    /// <summary>Rejects an input with fewer axes.</summary>
    public static void RequireAxes(Layer layer, Shape shape, int least)
    {
        if (shape.Rank < least)
            throw new ShapeMismatchException($"{layer.TypeName} expects its input to have at least {least} axes but got shape {shape}. Reshape the input; its first axis is the batch.");
    }

    /// <summary>Rejects an input whose number of channels is not the one the kernel was made for.</summary>
    public static void RequireChannels(Layer layer, Shape shape, int channels, Shape kernel)
    {
        if (shape[^1] == channels) return;
        throw new ShapeMismatchException(
            $"{layer.TypeName} expects {channels} input channels (axis {shape.Rank - 1}) but got {(shape[^1] == Dim.Any ? "?" : shape[^1])}: input shape is {shape}. Kernel: {kernel}.\n" +
            $"  Rebuild the layer for this input, or convert the input to {channels} channels.");
    }

    /// <summary>Rejects an input whose number of channels is not known when the weights are made.</summary>
    public static void RequireKnownChannels(Layer layer, Shape shape)
    {
        if (shape[^1] == Dim.Any)
            throw new ShapeMismatchException($"{layer.TypeName} needs the number of input channels (the last axis) to make its weights, but it is not known: {shape}. Give the model a full input shape.");
    }
}
