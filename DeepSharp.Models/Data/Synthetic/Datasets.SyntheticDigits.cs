namespace DeepSharp;

public static partial class Datasets
{
    /// <summary>Handwriting-like digits drawn on the spot, 28 × 28 grey, a stand-in for MNIST that needs no files.</summary>
    /// <param name="count">How many images.</param>
    /// <param name="seed">The same seed gives the same images, on every machine and any number of threads.</param>
    /// <returns>
    /// The images. Each run of ten holds every digit once, in random order, so that any part is balanced; a larger
    /// <paramref name="count"/> only appends images.
    /// </returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="count"/> is negative or more than fits into one array.</exception>
    /// <remarks>
    /// Every digit has several ways of writing it, as pen strokes; slant, turn, size, bends, place, pen and ink vary from image to image.
    /// </remarks>
    /// <example><code>var (train, test) = Datasets.SyntheticDigits(12_000).Split(10_000);</code></example>
    public static LabelledImages SyntheticDigits(int count = 12_000, int seed = 0)
    {
        const int size = InkCanvas.Side * InkCanvas.Side;
        if (count < 0 || count > Array.MaxLength / size)
            throw new ArgumentOutOfRangeException(
                nameof(count), count, $"Datasets.SyntheticDigits makes 0 to {Array.MaxLength / size} images.");

        var pixels = new byte[count * size];
        var labels = ShuffledLabels(count, seed);
        Parallel.For(0, count, () => new DigitWriter(), (i, _, writer) =>
        {
            var random = new SplitMix64((uint)seed, 2UL * (uint)i + 1);
            writer.Write(labels[i], ref random, pixels.AsSpan(i * size, size));
            return writer;
        }, _ => { });
        return new LabelledImages(pixels, labels, InkCanvas.Side, InkCanvas.Side, 1, MnistSet.ClassNames);
    }

    /// <summary>Runs of the ten digits, each run in its own random order (Fisher-Yates).</summary>
    private static int[] ShuffledLabels(int count, int seed)
    {
        var labels = new int[count];
        Span<int> run = stackalloc int[10];
        for (var start = 0; start < count; start += 10)
        {
            var random = new SplitMix64((uint)seed, 2UL * (uint)start);
            for (var i = 0; i < 10; i++) run[i] = i;
            for (var i = 9; i > 0; i--)
            {
                var j = random.Below(i + 1);
                (run[i], run[j]) = (run[j], run[i]);
            }
            run[..Math.Min(10, count - start)].CopyTo(labels.AsSpan(start));
        }
        return labels;
    }
}
