using System.Collections;

namespace DeepSharp;

/// <summary>A sequence of texts, perhaps with targets, to be made into a <see cref="Dataset"/> by a layer that understands texts.</summary>
/// <remarks>Tensors hold no strings, so texts are turned into tensors while they are read, before the model.</remarks>
/// <example><code>
/// var texts = TextDataset.From(reviews, labels);
/// vectorize.Adapt(texts.Texts);
/// model.Fit(texts.Map(vectorize.Apply).Shuffle(1000).Batch(32));
/// </code></example>
public sealed class TextDataset : IEnumerable<(string Text, Tensor[] Y)>
{
    private readonly Func<IEnumerable<(string Text, Tensor[] Y)>> _read;

    private TextDataset(Func<IEnumerable<(string, Tensor[])>> read, long? count) => (_read, Count) = (read, count);

    /// <summary>Number of texts where it is known.</summary>
    public long? Count { get; }

    /// <summary>The texts alone, for <c>Adapt</c>; read anew for every pass.</summary>
    public IEnumerable<string> Texts => this.Select(e => e.Text);

    /// <summary>Texts held in memory, with or without targets.</summary>
    /// <param name="texts">The texts.</param>
    /// <param name="y">Targets whose first axis counts the texts, for example int labels.</param>
    /// <exception cref="ShapeMismatchException">There are not as many targets as texts.</exception>
    public static TextDataset From(IReadOnlyList<string> texts, Tensor? y = null)
    {
        if (y is not null && (y.Rank == 0 || y.Length != texts.Count))
            throw new ShapeMismatchException($"[TextDataset.From] expects a target for each of the {texts.Count} texts but got shape {y.Shape}.");
        return new(() => texts.Select((t, i) => (t, y is null ? Array.Empty<Tensor>() : [y[i]])), texts.Count);
    }

    /// <summary>Texts from any sequence; it is read again for every pass.</summary>
    /// <param name="texts">The sequence, with a target each.</param>
    /// <param name="count">Its length where it is known.</param>
    public static TextDataset From(IEnumerable<(string Text, Tensor Y)> texts, long? count = null) =>
        new(() => texts.Select(e => (e.Text, new[] { e.Y })), count ?? (texts.TryGetNonEnumeratedCount(out int n) ? n : null));

    /// <summary>Changes every text by a function.</summary>
    public TextDataset Map(Func<string, string> change) => new(() => _read().Select(e => (change(e.Text), e.Y)), Count);

    /// <summary>Turns every text into a tensor: the samples of a dataset.</summary>
    /// <param name="change">Such as <c>vectorize.Apply</c>; tensors of equal shape can be batched afterwards.</param>
    public Dataset Map(Func<string, Tensor> change) => Dataset.Generate(() => _read().Select(e => new Example([change(e.Text)], e.Y, [])), Count);

    /// <summary>Turns neighbouring texts into one tensor: a dataset of batches, in which each is only as long as its longest text.</summary>
    /// <param name="size">Texts per batch.</param>
    /// <param name="change">Such as <c>vectorize.Apply</c>.</param>
    /// <exception cref="InvalidValueException">The size is not positive.</exception>
    public Dataset Batch(int size, Func<IReadOnlyList<string>, Tensor> change)
    {
        if (size <= 0) throw new InvalidValueException($"[TextDataset.Batch] the batch size must be positive, got {size}.");
        Example Join((string Text, Tensor[] Y)[] batch) => new(
            [change(Array.ConvertAll(batch, e => e.Text))], [.. batch[0].Y.Select((_, i) => Tensor.Stack(Array.ConvertAll(batch, e => e.Y[i])))], []);
        return Dataset.Batches(() => _read().Chunk(size).Select(Join), Count is { } n ? (n + size - 1) / size : null);
    }

    /// <summary>Reads one pass.</summary>
    public IEnumerator<(string Text, Tensor[] Y)> GetEnumerator() => _read().GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
