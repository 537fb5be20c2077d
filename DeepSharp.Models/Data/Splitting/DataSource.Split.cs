namespace DeepSharp;

public sealed partial class DataSource
{
    /// <summary>Cuts the data into a part to learn from, one to choose models by, and one that is looked at in the end only.</summary>
    /// <param name="validation">The share of the second part, 0 to below 1.</param>
    /// <param name="test">The share of the third part, 0 to below 1.</param>
    /// <param name="shuffle">Whether samples are mixed first; otherwise the parts are consecutive.</param>
    /// <param name="seed">Fixes the order; from the global seed if not given.</param>
    /// <param name="stratify">Whether each class of the first target is cut by itself, so that the parts have nearly the same share of it.</param>
    /// <returns>The parts; one whose share is 0 is null.</returns>
    /// <exception cref="InvalidValueException">The shares are out of range, or a part would have no sample.</exception>
    /// <exception cref="DeepSharpException">The data is a dataset.</exception>
    /// <example><c>var (training, validation, test) = data.Split(validation: 0.1, test: 0.2, seed: 1);</c></example>
    public (DataSource Training, DataSource? Validation, DataSource? Test) Split(
        double validation = 0.15, double test = 0.15, bool shuffle = true, int? seed = null, bool stratify = false)
    {
        if (!(validation >= 0 && test >= 0 && validation + test < 1))
            throw new InvalidValueException(FormattableString.Invariant($"The shares must be 0 or more and leave something to learn from, got validation {validation} and test {test}."));
        int[] order = [.. Enumerable.Range(0, Count)];
        if (shuffle) new HostRandom(seed ?? Seeds.Next(), 0).Shuffle(order);
        var classes = stratify ? Classes() : null;
        var parts = new int[Count];
        foreach (var group in order.GroupBy(i => classes?[i] ?? 0).Select(g => g.ToArray()))
        {
            int last = (int)Math.Round(group.Length * test), middle = (int)Math.Round(group.Length * validation), first = group.Length - middle - last;
            foreach (int i in group.Skip(first).Take(middle)) parts[i] = 1;
            foreach (int i in group.Skip(first + middle)) parts[i] = 2;
        }
        var rows = Enumerable.Range(0, 3).Select(p => order.Where(i => parts[i] == p).ToArray()).ToArray();
        if (rows[0].Length == 0 || rows[1].Length == 0 && validation > 0 || rows[2].Length == 0 && test > 0)
            throw new InvalidValueException(FormattableString.Invariant(
                $"{Count} samples with shares of {validation} and {test} give parts of {rows[0].Length}, {rows[1].Length} and {rows[2].Length}; none may be empty."));
        return (Rows(rows[0]), rows[1].Length == 0 ? null : Rows(rows[1]), rows[2].Length == 0 ? null : Rows(rows[2]));
    }

    /// <summary>The class of each sample, from the first target.</summary>
    internal int[] Classes() => Y.Length > 0 ? ClassLabels.Of(Y[0]).ToInts()
        : throw new DeepSharpException($"Classes are shared out by the targets, but {(Dataset is null ? "the data has none" : "a dataset is not known before it is read")}.");
}
