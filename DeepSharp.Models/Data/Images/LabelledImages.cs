namespace DeepSharp;

/// <summary>Images of one size with one class label each, kept as bytes: pixels [count, height, width, channels], labels [count].</summary>
/// <example><code>
/// var (train, test) = Datasets.SyntheticDigits(12_000).Split(10_000);
/// float[] x = train.ToFloat();        // [10000, 28, 28, 1] in 0..1
/// int[] y = train.Labels;             // [10000]
/// </code></example>
public sealed partial class LabelledImages
{
    /// <summary>Wraps pixels and labels; the arrays are not copied.</summary>
    /// <param name="pixels">Row-major [count, height, width, channels], 0 to 255.</param>
    /// <param name="labels">The class of each image, from 0; their number is the number of images.</param>
    /// <param name="height">Rows of an image, in pixels.</param>
    /// <param name="width">Columns of an image, in pixels.</param>
    /// <param name="channels">1 for grey, 3 for colour.</param>
    /// <param name="classNames">Name of each class; by default "0", "1", … up to the largest label.</param>
    /// <exception cref="ArgumentException">The parts do not fit together; the message lists every fault.</exception>
    public LabelledImages(byte[] pixels, int[] labels, int height, int width, int channels = 1, IReadOnlyList<string>? classNames = null)
    {
        ArgumentNullException.ThrowIfNull(pixels);
        ArgumentNullException.ThrowIfNull(labels);
        var faults = new List<string>();
        if (height < 1 || width < 1 || channels < 1)
            faults.Add($"height, width and channels must be at least 1, got {height} x {width} x {channels}");
        else if ((Int128)labels.Length * height * width * channels is var expected && expected != pixels.Length)
            faults.Add($"{labels.Length} labels and images of {height} x {width} x {channels} need {expected} pixels, got {pixels.Length}");
        var (low, high) = labels.Length == 0 ? (0, -1) : (labels.Min(), labels.Max());
        if (low < 0)
            faults.Add($"labels must be 0 or more, got {low} at index {Array.IndexOf(labels, low)}");
        if (classNames is not null && high >= classNames.Count)
            faults.Add($"{classNames.Count} class names allow labels 0 to {classNames.Count - 1}, " +
                $"got {high} at index {Array.IndexOf(labels, high)}");
        if (faults.Count > 0)
            throw new ArgumentException($"LabelledImages: {string.Join("; ", faults)}.");

        (Pixels, Labels, Height, Width, Channels) = (pixels, labels, height, width, channels);
        ClassNames = classNames is null ? [.. Enumerable.Range(0, high + 1).Select(c => c.ToString())] : [.. classNames];
    }

    /// <summary>All pixels, row-major [count, height, width, channels], 0 to 255. The array itself, not a copy.</summary>
    public byte[] Pixels { get; }

    /// <summary>The class of each image, an index into <see cref="ClassNames"/>. The array itself, not a copy.</summary>
    public int[] Labels { get; }

    /// <summary>Number of images.</summary>
    public int Count => Labels.Length;

    /// <summary>Rows of an image, in pixels.</summary>
    public int Height { get; }

    /// <summary>Columns of an image, in pixels.</summary>
    public int Width { get; }

    /// <summary>Values of a pixel: 1 for grey, 3 for colour.</summary>
    public int Channels { get; }

    /// <summary>Name of each class, in the order of the labels.</summary>
    public IReadOnlyList<string> ClassNames { get; }

    /// <summary>Bytes of one image: height · width · channels.</summary>
    public int ImageSize => Height * Width * Channels;

    /// <summary>The pixels of one image, row-major [height, width, channels]; a view, not a copy.</summary>
    /// <param name="index">Which image, from 0.</param>
    /// <returns>The pixels.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There is no such image.</exception>
    public ReadOnlySpan<byte> Image(int index) => (uint)index < (uint)Count
        ? Pixels.AsSpan(index * ImageSize, ImageSize)
        : throw new ArgumentOutOfRangeException(nameof(index), index, $"{this} has images 0 to {Count - 1}.");

    /// <summary>All pixels as numbers: pixel / 255, in 0 to 1, row-major [count, height, width, channels].</summary>
    /// <returns>A new array.</returns>
    public float[] ToFloat()
    {
        var result = new float[Pixels.Length];
        for (var i = 0; i < result.Length; i++) result[i] = Pixels[i] / 255f;
        return result;
    }

    /// <summary>The first <paramref name="count"/> images, copied.</summary>
    /// <param name="count">How many, 0 to <see cref="Count"/>.</param>
    /// <returns>A new set with the same class names.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There are not so many images.</exception>
    public LabelledImages Take(int count) => Slice(0, count);

    /// <summary>The images <paramref name="start"/> to <paramref name="start"/> + <paramref name="count"/> - 1, copied.</summary>
    /// <param name="start">The first image, from 0.</param>
    /// <param name="count">How many.</param>
    /// <returns>A new set with the same class names.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The range reaches beyond the images.</exception>
    public LabelledImages Slice(int start, int count)
    {
        if (start < 0 || start > Count)
            throw new ArgumentOutOfRangeException(nameof(start), start, $"{this} can be sliced from 0 to {Count}.");
        if (count < 0 || count > Count - start)
            throw new ArgumentOutOfRangeException(nameof(count), count, $"{this} has {Count - start} images from {start} on.");
        var pixels = Pixels.AsSpan(start * ImageSize, count * ImageSize).ToArray();
        return new LabelledImages(pixels, Labels[start..(start + count)], Height, Width, Channels, ClassNames);
    }

    /// <summary>The first <paramref name="first"/> images and the others, copied: a training and a test part of one set.</summary>
    /// <param name="first">How many go into the first part, 0 to <see cref="Count"/>.</param>
    /// <returns>Both parts, with the same class names.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There are not so many images.</exception>
    public (LabelledImages First, LabelledImages Others) Split(int first) => (Take(first), Slice(first, Count - first));

    /// <summary>Number, size and classes, as in <c>LabelledImages(60000 x 28 x 28 x 1, 10 classes)</c>.</summary>
    /// <returns>The text.</returns>
    public override string ToString() => $"LabelledImages({Count} x {Height} x {Width} x {Channels}, {ClassNames.Count} classes)";
}
