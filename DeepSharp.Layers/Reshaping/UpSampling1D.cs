namespace DeepSharp.Layers;

/// <summary>Repeats each element along the spatial axes of [batch, steps, channels]: enlarging by the nearest neighbour.</summary>
/// <param name="size">How often along each spatial axis.</param>
[Layer]
[UnusedKey("data_format", "channels_last"), UnusedKey("interpolation", "nearest")]
public sealed partial class UpSampling1D([DefaultsTo("2")] Size1D? size = null) : Layer
{
    /// <inheritdoc/>
    protected override Tensor Call(Tensor x)
    {
        InputRule.RequireLayout(this, x.Shape, "[batch, steps, channels]");
        int axis = 1;
        foreach (int times in Size.ToArray()) x = x.Repeat(times, axis++);
        return x;
    }
}
