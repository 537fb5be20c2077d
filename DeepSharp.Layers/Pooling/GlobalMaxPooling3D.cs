namespace DeepSharp.Layers;

/// <summary>The largest element of each channel over all of [batch, depth, height, width, channels].</summary>
/// <remarks>→ [batch, channels].</remarks>
/// <param name="keepDims">Keeps the spatial axes with length one.</param>
[Layer(Aliases = ["GlobalMaxPool3D"])]
[UnusedKey("data_format", "channels_last")]
public sealed partial class GlobalMaxPooling3D([ConfigKey("keepdims")] bool keepDims = false) : GlobalPoolingLayer(3, keepDims)
{
    private protected override Tensor Reduce(Tensor x, Axes spatial) => x.Max(spatial, KeepDims);
}
