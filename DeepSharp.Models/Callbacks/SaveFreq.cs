namespace DeepSharp;

/// <summary>How often a checkpoint is written: after each epoch, or every so many batches. Whole numbers convert to it.</summary>
public readonly record struct SaveFreq
{
    private SaveFreq(int batches) => Batches = batches;

    /// <summary>After each epoch.</summary>
    public static SaveFreq Epoch => default;

    /// <summary>Batches between checkpoints; null for after each epoch.</summary>
    public int? Batches { get; }

    /// <summary>Every so many batches, counted on across epochs.</summary>
    /// <exception cref="InvalidValueException">It is less than one.</exception>
    public static implicit operator SaveFreq(int batches) => batches > 0 ? new(batches)
        : throw new InvalidValueException($"A checkpoint can be written every 1 or more batches, got {batches}.");

    /// <summary>Keras' "epoch".</summary>
    /// <exception cref="InvalidValueException">It is another word.</exception>
    public static implicit operator SaveFreq(string word) => word == "epoch" ? Epoch
        : throw new InvalidValueException($"A checkpoint can be written every \"epoch\" or every so many batches, got \"{word}\".");

    /// <summary>"epoch" or the number of batches.</summary>
    public override string ToString() => Batches?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "epoch";
}
