namespace DeepSharp.Layers;

/// <summary>What global pooling shares: one number for each channel.</summary>
/// <remarks>[batch, spatial.., channels] → [batch, channels], or [batch, 1.., channels] where the axes are kept.</remarks>
/// <param name="axes">Number of spatial axes.</param>
/// <param name="keepDims">Keeps the spatial axes with length one.</param>
public abstract class GlobalPoolingLayer(int axes, bool keepDims) : Layer
{
    /// <summary>Keeps the spatial axes with length one.</summary>
    public bool KeepDims { get; } = keepDims;

    /// <inheritdoc/>
    protected override Tensor Call(Tensor x)
    {
        InputRule.RequireLayout(this, x.Shape, ConvolutionWindow.LayoutOf(axes));
        return Reduce(x, [.. Enumerable.Range(1, axes)]);
    }

    /// <summary>The reduction over the spatial axes.</summary>
    private protected abstract Tensor Reduce(Tensor x, Axes spatial);
}
