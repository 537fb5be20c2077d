namespace DeepSharp.Layers;

/// <summary>In training, drops whole channels of [batch, depth, height, width, channels] and divides the others by 1 − rate.</summary>
/// <param name="rate">The part that is dropped, 0 to 1.</param>
/// <param name="seed">Makes the numbers repeatable; a new seed is taken if null.</param>
[Layer]
[UnusedKey("data_format", "channels_last")]
public sealed partial class SpatialDropout3D(double rate, int? seed = null) : SeededLayer(seed)
{
    /// <summary>The part that is dropped, 0 to 1.</summary>
    public double Rate { get; } = Part(rate, "SpatialDropout3D");

    private protected override string[] KerasLacks => ["trainable"];

    private protected override Tensor Disturb(Tensor x, SeedGenerator generator)
    {
        InputRule.RequireLayout(this, x.Shape, "[batch, depth, height, width, channels]");
        return x.Dropout(Rate, generator, [Dim.Any, 1, 1, 1, Dim.Any]);
    }
}
