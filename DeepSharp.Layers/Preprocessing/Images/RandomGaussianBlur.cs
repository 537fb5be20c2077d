namespace DeepSharp.Layers;

/// <summary>In training, blurs random images with a Gaussian of random width, drawn for each image and axis.</summary>
/// <remarks>What lies beyond the border counts as zero.</remarks>
/// <param name="factor">The probability of a change, 0 to 1: drawn from a range, or f for 0 to f; 1 if null.</param>
/// <param name="kernelSize">Height and width of the window, odd; 3 if null.</param>
/// <param name="sigma">The Gaussian's standard deviation in pixels, zero or more: a range, or s for 0 to s; 1 if null.</param>
/// <param name="valueRange">The values pixels can have, which the result is held within; (0, 255) if null.</param>
/// <param name="seed">Makes the changes repeatable; a new seed is taken if null.</param>
[Layer]
[UnusedKey("data_format", "channels_last"), UnusedKey("bounding_box_format")]
public sealed partial class RandomGaussianBlur(
    [DefaultsTo("1")] Factor? factor = null, [DefaultsTo("3")] Size2D? kernelSize = null, [DefaultsTo("1")] Factor? sigma = null,
    [DefaultsTo("(0, 255)")] ValueRange? valueRange = null, int? seed = null) : RandomImageLayer(seed)
{
    /// <summary>The probability of a change.</summary>
    public Factor Factor { get; } = (factor ?? 1).Within("RandomGaussianBlur", "factor", 0, 1);

    /// <summary>Height and width of the window.</summary>
    public Size2D KernelSize { get; } = (kernelSize ?? 3) is { } size && size.H % 2 == 1 && size.W % 2 == 1
        ? size
        : throw new InvalidValueException($"RandomGaussianBlur expects an odd kernel size, so that the window has a middle, but got {kernelSize}.");

    /// <summary>The Gaussian's standard deviation.</summary>
    public Factor Sigma { get; } = (sigma ?? 1).Within("RandomGaussianBlur", "sigma", 0, double.PositiveInfinity);

    internal override Tensor Change(Tensor images, SeedGenerator generator)
    {
        var chosen = Chance(images, generator, Factor.FromZero);
        var (low, high) = Sigma.FromZero;
        var sigma = Tensor.RandomUniform([images.Shape[0], 2], low, high, images.DType, generator) + 1e-6;
        return ValueRange.Hold(Tensor.Where(chosen, images.GaussianBlur([KernelSize.H, KernelSize.W], sigma), images));
    }
}
