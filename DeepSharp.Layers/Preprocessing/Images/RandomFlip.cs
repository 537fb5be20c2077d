namespace DeepSharp.Layers;

/// <summary>In training, mirrors each image at random, half of them along each direction of the mode.</summary>
/// <remarks>Where the mode has both directions they are drawn apart, so that all four turns occur.</remarks>
/// <param name="mode">The directions: left to right, top to bottom, or both.</param>
/// <param name="seed">Makes the changes repeatable; a new seed is taken if null.</param>
[Layer]
[UnusedKey("data_format", "channels_last"), UnusedKey("bounding_box_format")]
public sealed partial class RandomFlip(FlipMode mode = FlipMode.HorizontalAndVertical, int? seed = null) : RandomImageLayer(seed)
{
    internal override Tensor Change(Tensor images, SeedGenerator generator)
    {
        if (Mode != FlipMode.Vertical) images = Tensor.Where(Chance(images, generator, (0.5, 0.5)), images.Flip(2), images);
        if (Mode != FlipMode.Horizontal) images = Tensor.Where(Chance(images, generator, (0.5, 0.5)), images.Flip(1), images);
        return images;
    }
}

/// <summary>The directions in which <see cref="RandomFlip"/> mirrors.</summary>
public enum FlipMode
{
    /// <summary>Left to right.</summary>
    Horizontal,

    /// <summary>Top to bottom.</summary>
    Vertical,

    /// <summary>Both.</summary>
    HorizontalAndVertical,
}
