namespace DeepSharp.Layers;

/// <summary>What unpooling over 1, 2 and 3 spatial axes shares: values and their places go in, an enlarged image comes out.</summary>
/// <param name="window">Lengths of the windows that were pooled.</param>
/// <param name="steps">Steps between windows.</param>
/// <param name="padding">The padding of the pooling, Valid or Same.</param>
public abstract class UnpoolingLayer(int[] window, int[] steps, Padding padding) : Layer
{
    /// <summary>The padding of the pooling.</summary>
    public Padding Padding { get; } = padding;

    /// <inheritdoc/>
    protected sealed override Tensor[] Call(Tensor[] inputs, CallContext context)
    {
        if (inputs.Length != 2) throw new ShapeMismatchException($"{TypeName} expects two inputs, values and their places, but got {inputs.Length}.");
        var values = inputs[0];
        InputRule.RequireLayout(this, values.Shape, ConvolutionWindow.LayoutOf(window.Length));
        return [values.MaxUnpool(inputs[1], new([.. window.Select((_, i) => Length(values.Shape, i))]))];
    }

    private int Length(Shape values, int axis)
    {
        int n = values[axis + 1];
        if (n == Dim.Any) throw new ShapeMismatchException($"{TypeName} needs to know the spatial lengths of its input but got {values}. Give the model a full input shape.");
        return checked(Padding == Padding.Same ? n * steps[axis] : (n - 1) * steps[axis] + window[axis]);
    }
}
