namespace DeepSharp.Layers;

/// <summary>The mean of each channel over all of [batch, depth, height, width, channels].</summary>
/// <remarks>→ [batch, channels].</remarks>
/// <param name="keepDims">Keeps the spatial axes with length one.</param>
[Layer(Aliases = ["GlobalAvgPool3D"])]
[UnusedKey("data_format", "channels_last")]
public sealed partial class GlobalAveragePooling3D([ConfigKey("keepdims")] bool keepDims = false) : GlobalPoolingLayer(3, keepDims)
{
    private protected override Tensor Reduce(Tensor x, Axes spatial) => x.Mean(spatial, KeepDims);
}
