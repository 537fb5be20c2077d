namespace DeepSharp.Layers;

/// <summary>Repeats each step of [batch, steps, channels]: enlarging by the nearest neighbour.</summary>
/// <param name="size">How often.</param>
[Layer]
[UnusedKey("data_format", "channels_last"), UnusedKey("interpolation", "nearest")]
public sealed partial class UpSampling1D([DefaultsTo("2")] StepFactor? size = null) : Layer
{
    /// <inheritdoc/>
    protected override Tensor Call(Tensor x)
    {
        InputRule.RequireLayout(this, x.Shape, "[batch, steps, channels]");
        return x.Repeat(Size.Times, 1);
    }
}
