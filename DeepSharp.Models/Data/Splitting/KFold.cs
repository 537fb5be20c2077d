namespace DeepSharp;

/// <summary>Cuts data into parts of nearly equal size, each of which serves for validation once while a model learns from the others.</summary>
/// <remarks>As scikit-learn's KFold: parts are consecutive unless shuffled, and the first ones take a sample more where the number does not divide.</remarks>
/// <example><code>
/// foreach (var (training, validation) in new KFold(5).Split((x, y)))
///     scores.Add(Build().Fit(training, validation: validation)["val_loss"][^1]);
/// </code></example>
/// <param name="splits">Parts, 2 or more.</param>
/// <param name="shuffle">Whether samples are mixed first.</param>
/// <param name="seed">Fixes the order; from the global seed if not given.</param>
public sealed class KFold(int splits = 5, bool shuffle = false, int? seed = null)
{
    private readonly int _splits = splits >= 2 ? splits : throw new InvalidValueException($"KFold: splits must be 2 or more, got {splits}.");

    /// <summary>The sample numbers of each fold, in ascending order.</summary>
    /// <param name="count">Number of samples.</param>
    /// <exception cref="InvalidValueException">There are fewer samples than parts.</exception>
    public IReadOnlyList<(int[] Training, int[] Validation)> Split(int count)
    {
        if (count < _splits) throw new InvalidValueException($"KFold: {count} samples cannot be cut into {_splits} parts.");
        int[] order = [.. Enumerable.Range(0, count)];
        if (shuffle) new HostRandom(seed ?? Seeds.Next(), 0).Shuffle(order);
        var folds = new int[count];
        int next = 0;
        for (int f = 0; f < _splits; f++)
            for (int end = next + count / _splits + (f < count % _splits ? 1 : 0); next < end; next++) folds[order[next]] = f;
        return Folds(folds, _splits);
    }

    /// <summary>Training and validation data of each fold.</summary>
    /// <param name="data">Data in tensors.</param>
    /// <exception cref="DeepSharpException">The data is a dataset.</exception>
    /// <exception cref="InvalidValueException">There are fewer samples than parts.</exception>
    public IEnumerable<(DataSource Training, DataSource Validation)> Split(DataSource data) =>
        Split(data.Count).Select(f => (data.Rows(f.Training), data.Rows(f.Validation)));

    /// <summary>The folds, from the number of the fold in which each sample is validated.</summary>
    internal static IReadOnlyList<(int[] Training, int[] Validation)> Folds(int[] folds, int splits)
    {
        int[] Where(Func<int, bool> test) => [.. Enumerable.Range(0, folds.Length).Where(i => test(folds[i]))];
        return [.. Enumerable.Range(0, splits).Select(f => (Where(n => n != f), Where(n => n == f)))];
    }
}
