namespace DeepSharp.Layers;

/// <summary>Zeros around the spatial axes of [batch, steps, channels].</summary>
/// <param name="padding">Elements before and after each spatial axis.</param>
[Layer]
[UnusedKey("data_format", "channels_last")]
public sealed partial class ZeroPadding1D([DefaultsTo("1")] Border1D? padding = null) : Layer
{
    /// <inheritdoc/>
    protected override Tensor Call(Tensor x)
    {
        InputRule.RequireLayout(this, x.Shape, "[batch, steps, channels]");
        return x.Pad([(0, 0), .. Ends()]);
    }

    private IEnumerable<(int Before, int After)> Ends()
    {
        foreach (var b in new[] { Padding }) yield return (b.Before, b.After);
    }
}
