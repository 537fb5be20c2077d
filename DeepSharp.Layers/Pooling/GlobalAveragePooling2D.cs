namespace DeepSharp.Layers;

/// <summary>The mean of each channel over all of [batch, height, width, channels].</summary>
/// <remarks>→ [batch, channels].</remarks>
/// <param name="keepDims">Keeps the spatial axes with length one.</param>
[Layer(Aliases = ["GlobalAvgPool2D"])]
[UnusedKey("data_format", "channels_last")]
public sealed partial class GlobalAveragePooling2D([ConfigKey("keepdims")] bool keepDims = false) : GlobalPoolingLayer(2, keepDims)
{
    private protected override Tensor Reduce(Tensor x, Axes spatial) => x.Mean(spatial, KeepDims);
}
