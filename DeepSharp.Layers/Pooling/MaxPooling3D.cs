namespace DeepSharp.Layers;

/// <summary>The largest element of each window over [batch, depth, height, width, channels].</summary>
/// <remarks>Output length ⌊(n − k) / s⌋ + 1 for Valid, ⌈n / s⌉ for Same. What lies beyond the border never counts.</remarks>
/// <param name="poolSize">Lengths of the window.</param>
/// <param name="strides">Steps between windows; the window's lengths if null.</param>
/// <param name="padding">Valid or Same.</param>
[Layer(Aliases = ["MaxPool3D"])]
[UnusedKey("data_format", "channels_last")]
public sealed partial class MaxPooling3D([DefaultsTo("2")] Size3D? poolSize = null, [DefaultsTo("poolSize ?? 2")] Size3D? strides = null, Padding padding = Padding.Valid)
    : PoolingLayer((poolSize ?? 2).ToArray(), (strides ?? poolSize ?? 2).ToArray(), padding)
{
    private protected override Tensor Pool(Tensor x, EquatableArray<int> window, EquatableArray<int> strides) => x.MaxPool(window, strides, Padding);
}
