namespace DeepSharp.Layers;

/// <summary>Zeros around the spatial axes of [batch, height, width, channels].</summary>
/// <param name="padding">Elements before and after each spatial axis.</param>
[Layer]
[UnusedKey("data_format", "channels_last")]
public sealed partial class ZeroPadding2D([DefaultsTo("1")] Border2D? padding = null) : Layer
{
    /// <inheritdoc/>
    protected override Tensor Call(Tensor x)
    {
        InputRule.RequireLayout(this, x.Shape, "[batch, height, width, channels]");
        return x.Pad([(0, 0), .. Ends()]);
    }

    private IEnumerable<(int Before, int After)> Ends()
    {
        foreach (var b in Padding.ToArray()) yield return (b.Before, b.After);
    }
}
