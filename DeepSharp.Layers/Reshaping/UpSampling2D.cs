namespace DeepSharp.Layers;

/// <summary>Enlarges [batch, height, width, channels] by whole factors: each element is repeated, or values between elements are interpolated.</summary>
/// <param name="size">How many times as high and as wide.</param>
/// <param name="interpolation">How values between elements are made; see <see cref="Tensor.Resize"/>.</param>
[Layer]
[UnusedKey("data_format", "channels_last")]
public sealed partial class UpSampling2D([DefaultsTo("2")] Size2D? size = null, Interpolation interpolation = Interpolation.Nearest) : Layer
{
    /// <inheritdoc/>
    protected override Tensor Call(Tensor x)
    {
        InputRule.RequireLayout(this, x.Shape, "[batch, height, width, channels]");
        return Interpolation == Interpolation.Nearest
            ? x.Repeat(Size.H, 1).Repeat(Size.W, 2)
            : x.Resize([Times(x.Shape[1], Size.H), Times(x.Shape[2], Size.W)], Interpolation);
    }

    private int Times(int length, int factor) => length == Dim.Any
        ? throw new ShapeMismatchException($"{TypeName} needs to know height and width to interpolate. Give the model a full input shape, or take Interpolation.Nearest.")
        : checked(length * factor);
}
