namespace DeepSharp;

public sealed partial class Dataset
{
    /// <summary>Changes every element by a function.</summary>
    public Dataset Map(Func<Example, Example> change) => new(() => _read().Select(change), Count, IsBatched);

    /// <summary>Changes every input and target by a function.</summary>
    public Dataset Map(Func<Tensor, Tensor, (Tensor X, Tensor Y)> change) => Map(e =>
    {
        if (e.Y.Length == 0) throw new DeepSharpException("[Dataset.Map] the function takes input and target, but the elements have no target. Map with a function of the input alone.");
        var (x, y) = change(e.X[0], e.Y[0]);
        return e with { X = [x, .. e.X[1..]], Y = [y, .. e.Y[1..]] };
    });

    /// <summary>Changes every input by a function.</summary>
    public Dataset Map(Func<Tensor, Tensor> change) => Map(e => e with { X = [change(e.X[0]), .. e.X[1..]] });

    /// <summary>Sends every input through a layer; a layer that mixes images with each other (<see cref="Layers.MixUp"/>,
    /// <see cref="Layers.CutMix"/>) gets the targets too.</summary>
    /// <param name="layer">The layer, used by nobody else while the data is read: it draws its random numbers on the thread that prepares batches.</param>
    /// <param name="training">Whether the layer is called as in training, so that augmentation takes place.</param>
    /// <exception cref="DeepSharpException">The layer mixes targets, but there are none.</exception>
    public Dataset Map(Layer layer, bool training = true) => layer is Layers.MixingLayer mixing
        ? Map((x, y) => mixing.Apply(x, y, training))
        : Map((Tensor x) => layer.Apply(x, training));

    /// <summary>Keeps the elements a test holds for.</summary>
    public Dataset Where(Func<Example, bool> keep) => new(() => _read().Where(keep), null, IsBatched);

    /// <summary>Stacks neighbouring samples into batches along a new first axis.</summary>
    /// <param name="size">Samples per batch.</param>
    /// <param name="dropRemainder">Leaves out a last smaller batch.</param>
    /// <exception cref="InvalidValueException">The size is not positive.</exception>
    /// <exception cref="DeepSharpException">The elements are batches already.</exception>
    public Dataset Batch(int size, bool dropRemainder = false)
    {
        if (size <= 0) throw new InvalidValueException($"[Dataset.Batch] the batch size must be positive, got {size}.");
        if (IsBatched) throw new DeepSharpException("[Dataset.Batch] the elements are batches already; call Batch once, or Unbatch first.");
        long? count = Count is { } n ? dropRemainder ? n / size : (n + size - 1) / size : null;
        return new(() => _read().Chunk(size).Where(c => c.Length == size || !dropRemainder).Select(Stack), count, true);
    }

    /// <summary>Takes batches apart into samples.</summary>
    public Dataset Unbatch() => IsBatched
        ? new(() => _read().SelectMany(b => Enumerable.Range(0, b.X[0].Length).Select(i => b.With((t, _) => t[i]))), null, false)
        : throw new DeepSharpException("[Dataset.Unbatch] the elements are not batches.");

    /// <summary>Mixes the order: each element is drawn from the next <paramref name="buffer"/> ones, differently in every pass.</summary>
    /// <param name="buffer">How many elements are held; as many as there are for a full shuffle.</param>
    /// <param name="seed">Fixes the orders; from the global seed if not given.</param>
    /// <param name="reshuffleEachIteration">Whether each pass has its own order.</param>
    public Dataset Shuffle(int buffer, int? seed = null, bool reshuffleEachIteration = true)
    {
        if (buffer <= 0) throw new InvalidValueException($"[Dataset.Shuffle] the buffer must be positive, got {buffer}.");
        int start = seed ?? Seeds.Next();
        int pass = 0;
        return new(() => Mix(_read(), buffer, new(start, reshuffleEachIteration ? Interlocked.Increment(ref pass) - 1 : 0)), Count, IsBatched);
    }

    /// <summary>Reads the sequence several times; endlessly if no number is given.</summary>
    /// <exception cref="InvalidValueException">The number is negative.</exception>
    public Dataset Repeat(int? count = null)
    {
        if (count is { } times) NotNegative("Repeat", times);
        IEnumerable<Example> Passes()
        {
            for (int pass = 0; count is null || pass < count; pass++)
            {
                bool any = false;
                foreach (var e in _read())
                {
                    any = true;
                    yield return e;
                }
                // Endless repetition of nothing would never come back.
                if (!any && count is null) yield break;
            }
        }
        return new(Passes, count is null ? null : Count * count, IsBatched);
    }

    /// <summary>The first elements.</summary>
    /// <exception cref="InvalidValueException">The number is negative.</exception>
    public Dataset Take(int count)
    {
        NotNegative("Take", count);
        return new(() => _read().Take(count), Count is { } n ? Math.Min(n, count) : null, IsBatched);
    }

    /// <summary>All but the first elements.</summary>
    /// <exception cref="InvalidValueException">The number is negative.</exception>
    public Dataset Skip(int count)
    {
        NotNegative("Skip", count);
        return new(() => _read().Skip(count), Count is { } n ? Math.Max(0, n - count) : null, IsBatched);
    }

    /// <summary>This sequence and then another.</summary>
    /// <exception cref="DeepSharpException">One gives samples, the other batches.</exception>
    public Dataset Concat(Dataset other)
    {
        SameKind("Concat", other);
        return new(() => _read().Concat(other._read()), Count + other.Count, IsBatched);
    }

    /// <summary>Elements of both sequences side by side, as several inputs and targets; as long as the shorter.</summary>
    /// <exception cref="DeepSharpException">One gives samples, the other batches.</exception>
    public Dataset Zip(Dataset other)
    {
        SameKind("Zip", other);
        return new(
            () => _read().Zip(other._read(), (a, b) => new Example([.. a.X, .. b.X], [.. a.Y, .. b.Y], [.. a.SampleWeights, .. b.SampleWeights])),
            Count is { } n && other.Count is { } m ? Math.Min(n, m) : null, IsBatched);
    }

    /// <summary>Keeps the elements of the first whole pass in memory for the later ones.</summary>
    public Dataset Cache()
    {
        List<Example>? kept = null;
        IEnumerable<Example> First()
        {
            var reading = new List<Example>();
            foreach (var e in _read())
            {
                reading.Add(e);
                yield return e;
            }
            kept = reading;
        }
        return new(() => kept ?? First(), Count, IsBatched);
    }

    /// <summary>Works ahead on a thread of its own, so that elements are ready when asked for.</summary>
    /// <param name="count">Elements held ready.</param>
    public Dataset Prefetch(int count = 2) => count > 0
        ? new(() => Prefetcher.Read(_read, count), Count, IsBatched)
        : throw new InvalidValueException($"[Dataset.Prefetch] the number of elements must be positive, got {count}.");

    private static void NotNegative(string who, int count)
    {
        if (count < 0) throw new InvalidValueException($"[Dataset.{who}] the number must not be negative, got {count}.");
    }

    private void SameKind(string who, Dataset other)
    {
        if (IsBatched != other.IsBatched)
            throw new DeepSharpException($"[Dataset.{who}] one sequence gives samples, the other batches. Batch both or neither.");
    }

    private static Example Stack(Example[] samples) => samples[0].With((first, i) =>
    {
        foreach (var s in samples)
            if ((s.X.Length, s.Y.Length, s.SampleWeights.Length) != (samples[0].X.Length, samples[0].Y.Length, samples[0].SampleWeights.Length))
                throw new ShapeMismatchException(
                    $"[Dataset.Batch] samples of one batch differ in their numbers of inputs, targets and weights: {Numbers(samples[0])} and {Numbers(s)}.");
        var parts = Array.ConvertAll(samples, s => s.All[i]);
        foreach (var p in parts)
            if (p.Shape != first.Shape)
                throw new ShapeMismatchException($"[Dataset.Batch] samples of one batch differ in shape: {first.Shape} and {p.Shape}. Pad or resize them first.");
        return Tensor.Stack(parts);
    });

    private static string Numbers(Example e) => $"{e.X.Length}, {e.Y.Length}, {e.SampleWeights.Length}";

    private static IEnumerable<Example> Mix(IEnumerable<Example> source, int buffer, HostRandom random)
    {
        var held = new List<Example>(Math.Min(buffer, 1024));
        foreach (var e in source)
        {
            held.Add(e);
            if (held.Count < buffer) continue;
            yield return Draw();
        }
        while (held.Count > 0) yield return Draw();

        Example Draw()
        {
            int i = random.Below(held.Count);
            var drawn = held[i];
            held[i] = held[^1];
            held.RemoveAt(held.Count - 1);
            return drawn;
        }
    }
}
