namespace DeepSharp.Layers;

/// <summary>The mean of each channel over all of [batch, steps, channels].</summary>
/// <remarks>→ [batch, channels]. With a mask, the mean of the steps that count (0 where none does); the mask ends here.</remarks>
/// <param name="keepDims">Keeps the spatial axes with length one.</param>
[Layer(Aliases = ["GlobalAvgPool1D"])]
[UnusedKey("data_format", "channels_last")]
public sealed partial class GlobalAveragePooling1D([ConfigKey("keepdims")] bool keepDims = false) : GlobalPoolingLayer(1, keepDims)
{
    /// <inheritdoc/>
    protected override bool SupportsMasking => true;

    /// <inheritdoc/>
    protected override Tensor? ComputeMask(Tensor[] inputs) => null;

    private protected override Tensor Reduce(Tensor x, Axes spatial)
    {
        if (x.Mask is null) return x.Mean(spatial, KeepDims);
        var weights = x.Mask.Cast(x.DType).ExpandDims(-1);
        return (x * weights).Sum(spatial, KeepDims) / weights.Sum(spatial, KeepDims).Maximum(1);
    }
}
