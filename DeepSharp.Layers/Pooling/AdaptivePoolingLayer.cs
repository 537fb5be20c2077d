namespace DeepSharp.Layers;

/// <summary>What adaptive pooling over 1, 2 and 3 spatial axes shares: the number of windows is given, and their lengths follow from the input's.</summary>
/// <remarks>[batch, spatial.., channels] → [batch, outputSize.., channels]. Output o of an axis sees the inputs from ⌊o · n / m⌋ up to ⌈(o + 1) · n / m⌉.</remarks>
/// <param name="lengths">The output's lengths.</param>
public abstract class AdaptivePoolingLayer(int[] lengths) : Layer
{
    /// <inheritdoc/>
    protected override Tensor Call(Tensor x)
    {
        InputRule.RequireLayout(this, x.Shape, ConvolutionWindow.LayoutOf(lengths.Length));
        return Pool(x, new(lengths));
    }

    /// <summary>The pooling.</summary>
    private protected abstract Tensor Pool(Tensor x, EquatableArray<int> lengths);
}
