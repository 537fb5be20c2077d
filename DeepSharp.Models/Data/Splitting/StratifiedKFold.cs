namespace DeepSharp;

/// <summary><see cref="KFold"/> in which every part has nearly the same share of each class.</summary>
/// <remarks>Without shuffling, the parts are those of scikit-learn's StratifiedKFold.</remarks>
/// <param name="splits">Parts, 2 or more.</param>
/// <param name="shuffle">Whether the samples of each class are mixed first.</param>
/// <param name="seed">Fixes the order; from the global seed if not given.</param>
public sealed class StratifiedKFold(int splits = 5, bool shuffle = false, int? seed = null)
{
    private readonly int _splits = splits >= 2 ? splits : throw new InvalidValueException($"StratifiedKFold: splits must be 2 or more, got {splits}.");

    /// <summary>The sample numbers of each fold, in ascending order.</summary>
    /// <param name="labels">The class of each sample.</param>
    /// <exception cref="InvalidValueException">Every class has fewer samples than there are parts.</exception>
    public IReadOnlyList<(int[] Training, int[] Validation)> Split(int[] labels)
    {
        // Classes are numbered by when they first occur.
        var numbers = new Dictionary<int, int>();
        int[] classes = Array.ConvertAll(labels, l => numbers.TryGetValue(l, out int n) ? n : numbers[l] = numbers.Count);
        int largest = classes.CountBy(c => c).Select(c => c.Value).DefaultIfEmpty().Max();
        if (largest < _splits)
            throw new InvalidValueException($"StratifiedKFold: {_splits} parts need a class of at least as many samples, but the largest class has {largest}.");
        // Counting every so-many-th of the sorted classes shares out what does not divide, so that the parts are of nearly equal size, too.
        int[] sorted = [.. classes.Order()];
        var random = shuffle ? new HostRandom(seed ?? Seeds.Next(), 0) : null;
        var folds = new int[labels.Length];
        for (int c = 0; c < numbers.Count; c++)
        {
            int[] places = [.. Enumerable.Range(0, _splits).SelectMany(f =>
                Enumerable.Repeat(f, Enumerable.Range(0, sorted.Length).Count(i => i % _splits == f && sorted[i] == c)))];
            random?.Shuffle(places);
            int next = 0;
            for (int i = 0; i < classes.Length; i++)
                if (classes[i] == c) folds[i] = places[next++];
        }
        return KFold.Folds(folds, _splits);
    }

    /// <summary>Training and validation data of each fold, the first target's classes being shared out.</summary>
    /// <param name="data">Data in tensors.</param>
    /// <exception cref="DeepSharpException">The data is a dataset, or has no targets.</exception>
    /// <exception cref="InvalidValueException">Every class has fewer samples than there are parts.</exception>
    public IEnumerable<(DataSource Training, DataSource Validation)> Split(DataSource data) =>
        Split(data.Classes()).Select(f => (data.Rows(f.Training), data.Rows(f.Validation)));
}
