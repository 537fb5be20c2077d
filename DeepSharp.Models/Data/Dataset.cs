using System.Collections;

namespace DeepSharp;

/// <summary>A sequence of samples (or batches) that can be read any number of times; each operation gives a new sequence and does its work while it is read.</summary>
/// <example><code>
/// var data = Dataset.From(x, y).Shuffle(10_000, seed: 1).Map((x, y) => (x * 2 - 1, y)).Batch(64).Prefetch(2);
/// model.Fit(data, epochs: 5);
/// </code></example>
public sealed partial class Dataset : IEnumerable<Example>
{
    private readonly Func<IEnumerable<Example>> _read;

    private Dataset(Func<IEnumerable<Example>> read, long? count, bool batched) => (_read, Count, IsBatched) = (read, count, batched);

    /// <summary>Number of elements where it is known.</summary>
    public long? Count { get; }

    /// <summary>Whether the elements are batches.</summary>
    public bool IsBatched { get; }

    /// <summary>The samples of tensors whose first axes count them.</summary>
    /// <exception cref="ShapeMismatchException">The numbers of samples differ.</exception>
    public static Dataset From(Tensor x, Tensor? y = null, Tensor? sampleWeight = null) =>
        From([x], y is null ? [] : [y], sampleWeight is null ? [] : [sampleWeight]);

    /// <inheritdoc cref="From(Tensor, Tensor?, Tensor?)"/>
    public static Dataset From(Tensor[] x, Tensor[] y, Tensor[]? sampleWeights = null)
    {
        var source = new DataSource(x, y, sampleWeights);
        return new(() => Rows(source), source.Count, false);
    }

    /// <summary>Images as float32 [height, width, channels] in 0…1 with their labels.</summary>
    public static Dataset From(LabelledImages images) => new(() => Enumerable.Range(0, images.Count).Select(i =>
        (Example)(Tensor.From<float>(images.Slice(i, 1).ToFloat(), [images.Height, images.Width, images.Channels]), Tensor.Scalar(images.Labels[i]))),
        images.Count, false);

    /// <summary>Samples from any sequence; it is read again for every pass.</summary>
    /// <param name="samples">The sequence.</param>
    /// <param name="count">Its length where it is known.</param>
    public static Dataset From(IEnumerable<Example> samples, long? count = null) =>
        new(() => samples, count ?? (samples.TryGetNonEnumeratedCount(out int n) ? n : null), false);

    /// <summary>Input and target pairs from any sequence; it is read again for every pass.</summary>
    public static Dataset From(IEnumerable<(Tensor X, Tensor Y)> samples, long? count = null) =>
        new(() => samples.Select(s => (Example)s), count ?? (samples.TryGetNonEnumeratedCount(out int n) ? n : null), false);

    /// <summary>Samples from a function that starts a new pass each time it is called.</summary>
    public static Dataset Generate(Func<IEnumerable<Example>> pass, long? count = null) => new(pass, count, false);

    /// <summary>Batches from a function that starts a new pass each time it is called.</summary>
    internal static Dataset Batches(Func<IEnumerable<Example>> pass, long? count) => new(pass, count, true);

    /// <summary>Reads one pass.</summary>
    public IEnumerator<Example> GetEnumerator() => _read().GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private static IEnumerable<Example> Rows(DataSource data)
    {
        for (int i = 0; i < data.Count; i++)
        {
            Tensor[] Row(Tensor[] tensors) => Array.ConvertAll(tensors, t => t[i]);
            yield return new(Row(data.X), Row(data.Y), Row(data.SampleWeights));
        }
    }
}
