namespace DeepSharp.Layers;

/// <summary>The largest element of each channel over all of [batch, height, width, channels].</summary>
/// <remarks>→ [batch, channels].</remarks>
/// <param name="keepDims">Keeps the spatial axes with length one.</param>
[Layer(Aliases = ["GlobalMaxPool2D"])]
[UnusedKey("data_format", "channels_last")]
public sealed partial class GlobalMaxPooling2D([ConfigKey("keepdims")] bool keepDims = false) : GlobalPoolingLayer(2, keepDims)
{
    private protected override Tensor Reduce(Tensor x, Axes spatial) => x.Max(spatial, KeepDims);
}
