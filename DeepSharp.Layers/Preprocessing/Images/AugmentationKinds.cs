namespace DeepSharp.Layers;

/// <summary>The kinds of changes that layers which draw among changes have in common.</summary>
internal static class AugmentationKinds
{
    /// <summary>All kinds, those that change shapes and histograms first.</summary>
    /// <param name="range">The values pixels can have.</param>
    /// <param name="factor">The strength, as a range or as one number.</param>
    /// <param name="interpolation">For changes that move pixels.</param>
    /// <param name="withColors">Whether brightness, contrast, sharpness and the strength of colors are changed too.</param>
    public static Func<Tensor, SeedGenerator, Tensor>[] All(ValueRange range, Factor factor, Interpolation interpolation, bool withColors = true)
    {
        Factor strength = factor.FromZero;
        int bits = Math.Max(1, (int)(8 * factor.FromZero.High));
        // Numbers come from the outer layer's generator; the seeds only keep the parts from taking global ones.
        List<Func<Tensor, SeedGenerator, Tensor>> kinds =
        [
            new RandomShear(strength, strength, interpolation, seed: 0).Change,
            new RandomTranslation(strength, strength, interpolation: interpolation, seed: 0).Change,
            new RandomRotation(strength, interpolation: interpolation, seed: 0).Change,
            new RandomPosterization((1, bits), range, seed: 0).Change,
            new Solarization(strength, strength, range, seed: 0).Change,
            (images, _) => AutoContrast.Change(images, range),
            (images, _) => Equalization.Change(images, range, 256),
        ];
        if (withColors)
            kinds.AddRange(
            [
                new RandomBrightness(strength, range, seed: 0).Change,
                new RandomColorDegeneration(strength, range, seed: 0).Change,
                new RandomContrast(strength, range, seed: 0).Change,
                new RandomSharpness(strength, range, seed: 0).Change,
            ]);
        return [.. kinds];
    }

    /// <summary>Makes one change, drawn for each image, to a batch.</summary>
    /// <param name="images">[batch, height, width, channels].</param>
    /// <param name="changes">What can be drawn.</param>
    /// <param name="generator">Where random numbers are drawn from.</param>
    /// <param name="orNone">Whether no change can be drawn too, as one kind more.</param>
    public static Tensor ChangeEach(Tensor images, Func<Tensor, SeedGenerator, Tensor>[] changes, SeedGenerator generator, bool orNone = false)
    {
        var choice = Tensor.RandomIntegers([images.Shape[0], 1, 1, 1], 0, changes.Length + (orNone ? 1 : 0), seed: generator);
        // A traced step cannot branch: all changes are made, and each image keeps one.
        var changed = images;
        for (int i = 0; i < changes.Length; i++) changed = Tensor.Where(choice.Equal(i), changes[i](images, generator), changed);
        return changed;
    }
}
