namespace DeepSharp.Layers;

/// <summary>What pooling over 1, 2 and 3 spatial axes shares: one number for each window and channel.</summary>
/// <remarks>[batch, spatial.., channels] → [batch, spatial'.., channels].</remarks>
/// <param name="window">Lengths of the window.</param>
/// <param name="steps">Steps between windows.</param>
/// <param name="padding">Valid or Same.</param>
public abstract class PoolingLayer(int[] window, int[] steps, Padding padding) : Layer
{
    /// <summary>Valid or Same.</summary>
    public Padding Padding { get; } = padding;

    /// <inheritdoc/>
    protected override Tensor Call(Tensor x)
    {
        InputRule.RequireLayout(this, x.Shape, ConvolutionWindow.LayoutOf(window.Length));
        return Pool(x, new(window), new(steps));
    }

    /// <summary>The pooling.</summary>
    private protected abstract Tensor Pool(Tensor x, EquatableArray<int> window, EquatableArray<int> strides);
}
