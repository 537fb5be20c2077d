namespace DeepSharp.Layers;

/// <summary>The largest element of each window over [batch, depth, height, width, channels], and where it stands: the way back for <see cref="MaxUnpooling3D"/>.</summary>
/// <remarks>Two outputs of the pooled shape: the values, and their places in their images as int32. Apply it with <c>ApplyAll</c>.</remarks>
/// <param name="poolSize">Lengths of the window.</param>
/// <param name="strides">Steps between windows; the window's lengths if null.</param>
/// <param name="padding">Valid or Same.</param>
[Layer(Inputs = LayerInputs.None)]
[UnusedKey("data_format", "channels_last")]
public sealed partial class MaxPoolingWithIndices3D([DefaultsTo("2")] Size3D? poolSize = null, [DefaultsTo("poolSize ?? 2")] Size3D? strides = null, Padding padding = Padding.Valid) : Layer
{
    /// <inheritdoc/>
    protected override Tensor[] Call(Tensor[] inputs, CallContext context)
    {
        InputRule.RequireLayout(this, inputs[0].Shape, ConvolutionWindow.LayoutOf(3));
        var (values, indices) = inputs[0].MaxPoolWithIndices(new(PoolSize.ToArray()), new(Strides.ToArray()), Padding);
        return [values, indices];
    }
}
