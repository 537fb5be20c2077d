namespace DeepSharp.Layers;

/// <summary>The mean of windows that divide [batch, depth, height, width, channels] into a given number of parts.</summary>
/// <remarks>→ [batch, outputSize.., channels]. Output o of an axis sees the inputs from ⌊o · n / m⌋ up to ⌈(o + 1) · n / m⌉, for n inputs and m outputs.</remarks>
/// <param name="outputSize">The output's lengths.</param>
[Layer]
[UnusedKey("data_format", "channels_last")]
public sealed partial class AdaptiveAveragePooling3D(Size3D outputSize) : AdaptivePoolingLayer(outputSize.ToArray())
{
    private protected override Tensor Pool(Tensor x, EquatableArray<int> lengths) => x.AdaptiveAveragePool(lengths);
}
