namespace DeepSharp.Layers;

/// <summary>What the layers that move pixels share: their settings' checks, and affine maps from the coefficients of each image.</summary>
internal static class PixelMap
{
    /// <summary>Rejects interpolations that moving pixels does not know.</summary>
    public static Interpolation Require(string who, Interpolation interpolation) => interpolation is Interpolation.Nearest or Interpolation.Bilinear
        ? interpolation
        : throw new InvalidValueException($"{who} interpolates Nearest or Bilinear but {interpolation} was asked for.");

    /// <summary>Rejects fill modes that moving pixels does not know.</summary>
    public static FillMode Require(string who, FillMode mode) => mode != FillMode.Mirror
        ? mode
        : throw new InvalidValueException($"{who} fills with Reflect, Wrap, Constant or Nearest but {mode} was asked for.");

    /// <summary>The maps [batch, 8] that read output pixel (x, y) at (a₀x + a₁y + a₂, b₀x + b₁y + b₂).</summary>
    /// <param name="images">The images the maps are for.</param>
    /// <param name="across">a₀, a₁, a₂: a [batch, 1, 1, 1] tensor or a number each.</param>
    /// <param name="down">b₀, b₁, b₂.</param>
    public static Tensor Affine(Tensor images, ReadOnlySpan<Coefficient> across, ReadOnlySpan<Coefficient> down)
    {
        var columns = new Tensor[8];
        for (int i = 0; i < 8; i++) columns[i] = (i < 3 ? across[i] : i < 6 ? down[i - 3] : 0).Column(images);
        return Tensor.Concat(columns, 1);
    }

    /// <summary>A coefficient of a map: one number, or one for each image.</summary>
    public readonly struct Coefficient(Tensor? each, double all)
    {
        public static implicit operator Coefficient(double all) => new(null, all);

        public static implicit operator Coefficient(Tensor each) => new(each, 0);

        public Tensor Column(Tensor images) => each?.Reshape([images.Shape[0], 1]) ?? Tensor.Full([images.Shape[0], 1], all, images.DType, images.Device);
    }
}
