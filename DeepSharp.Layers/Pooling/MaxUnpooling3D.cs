namespace DeepSharp.Layers;

/// <summary>Puts the values of <see cref="MaxPoolingWithIndices3D"/> back in their places in [batch, depth, height, width, channels]; everything else is zero.</summary>
/// <remarks>
/// Inputs: values, perhaps changed by layers between, and their places. Output length (n − 1) · s + k for Valid, n · s for Same. Where windows overlap,
/// values of one place are added. Source: V. Badrinarayanan et al., SegNet, 2015.
/// </remarks>
/// <param name="poolSize">Lengths of the windows that were pooled.</param>
/// <param name="strides">Steps between windows; the window's lengths if null.</param>
/// <param name="padding">The padding of the pooling, Valid or Same.</param>
[Layer(Inputs = LayerInputs.Many)]
[UnusedKey("data_format", "channels_last")]
public sealed partial class MaxUnpooling3D([DefaultsTo("2")] Size3D? poolSize = null, [DefaultsTo("poolSize ?? 2")] Size3D? strides = null, Padding padding = Padding.Valid)
    : UnpoolingLayer((poolSize ?? 2).ToArray(), (strides ?? poolSize ?? 2).ToArray(), padding);
