namespace DeepSharp.Layers;

/// <summary>The mean of each window over [batch, height, width, channels].</summary>
/// <remarks>Output length ⌊(n − k) / s⌋ + 1 for Valid, ⌈n / s⌉ for Same. A window that hangs over the border is divided by the elements it really holds.</remarks>
/// <param name="poolSize">Lengths of the window.</param>
/// <param name="strides">Steps between windows; the window's lengths if null.</param>
/// <param name="padding">Valid or Same.</param>
[Layer(Aliases = ["AvgPool2D"])]
[UnusedKey("data_format", "channels_last")]
public sealed partial class AveragePooling2D(Size2D poolSize, [DefaultsTo("poolSize")] Size2D? strides = null, Padding padding = Padding.Valid)
    : PoolingLayer(poolSize.ToArray(), (strides ?? poolSize).ToArray(), padding)
{
    private protected override Tensor Pool(Tensor x, EquatableArray<int> window, EquatableArray<int> strides) => x.AveragePool(window, strides, Padding);
}
