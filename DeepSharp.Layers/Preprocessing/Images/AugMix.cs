namespace DeepSharp.Layers;

/// <summary>In training, blends each image with several copies of it that were changed at random: y = w · x + (1 − w) · Σ mᵢ · chainᵢ(x), held within
/// the value range.</summary>
/// <remarks>
/// A chain makes up to <paramref name="chainDepth"/> changes, each drawn for each image from the kinds of <see cref="RandAugment"/> or left out. The
/// mᵢ come from the
/// Dirichlet distribution of α, w from the beta distribution of α and α. Hendrycks et al. 2020.
/// </remarks>
/// <param name="valueRange">The values pixels can have; (0, 255) if null.</param>
/// <param name="numChains">The number of copies.</param>
/// <param name="chainDepth">The number of changes to a copy.</param>
/// <param name="factor">The strength of the changes, 0 to 1: a range, or f for 0 to f; 0.3 if null.</param>
/// <param name="alpha">The parameter of both distributions, above zero.</param>
/// <param name="allOps">Whether brightness, contrast, sharpness and the strength of colors are changed too.</param>
/// <param name="interpolation">Nearest or Bilinear, for changes that move pixels.</param>
/// <param name="seed">Makes the changes repeatable; a new seed is taken if null.</param>
[Layer]
[UnusedKey("data_format", "channels_last"), UnusedKey("bounding_box_format")]
public sealed partial class AugMix(
    [DefaultsTo("(0, 255)")] ValueRange? valueRange = null, int numChains = 3, int chainDepth = 3, [DefaultsTo("0.3")] Factor? factor = null, double alpha = 1,
    bool allOps = true, Interpolation interpolation = Interpolation.Bilinear, int? seed = null) : RandomImageLayer(seed)
{
    private readonly Func<Tensor, SeedGenerator, Tensor>[] _changes =
        AugmentationKinds.All(valueRange ?? (0, 255), (factor ?? 0.3).Within("AugMix", "factor", 0, 1), PixelMap.Require("AugMix", interpolation), allOps);

    /// <summary>The number of copies.</summary>
    public int NumChains { get; } = numChains >= 1 ? numChains : throw new InvalidValueException($"AugMix expects at least one chain but got {numChains}.");

    /// <summary>The number of changes to a copy.</summary>
    public int ChainDepth { get; } = chainDepth >= 1 ? chainDepth
        : throw new InvalidValueException($"AugMix expects chains of at least one change but got {chainDepth}.");

    /// <summary>The parameter of both distributions.</summary>
    public double Alpha { get; } = alpha > 0 && double.IsFinite(alpha) ? alpha
        : throw new InvalidValueException($"AugMix expects an alpha above zero but got {alpha}.");

    private protected override void RequireImages(Tensor images)
    {
        if (images.Shape[3] != 1) ImageBatch.RequireColors(this, images);
    }

    internal override Tensor Change(Tensor images, SeedGenerator generator)
    {
        Shape each = [images.Shape[0], 1, 1, 1];
        // Gamma variables over their sum have the Dirichlet distribution.
        var shares = Tensor.RandomLogGamma([NumChains, .. each.Dims], Alpha, images.DType, generator).Softmax(0);
        var alpha = Tensor.Scalar(Alpha, images.Device);
        var weight = Tensor.RandomBeta(each, alpha, alpha, images.DType, generator);
        var sum = images.ScalarLike(0);
        for (int chain = 0; chain < NumChains; chain++)
        {
            var copy = images;
            for (int i = 0; i < ChainDepth; i++) copy = AugmentationKinds.ChangeEach(copy, _changes, generator, orNone: true);
            sum += copy * shares[chain];
        }
        return ValueRange.Hold(weight * images + (1 - weight) * sum);
    }
}
