namespace DeepSharp;

/// <summary>How often <see cref="TensorBoard"/> writes results: after each epoch only, or also every so many batches. Whole numbers convert to it.</summary>
public readonly record struct UpdateFreq
{
    private UpdateFreq(int batches) => Batches = batches;

    /// <summary>After each epoch only.</summary>
    public static UpdateFreq Epoch => default;

    /// <summary>After each batch and each epoch.</summary>
    public static UpdateFreq Batch => 1;

    /// <summary>Batches from one writing to the next; null for after each epoch only.</summary>
    public int? Batches { get; }

    /// <summary>Every so many batches, counted on across epochs.</summary>
    /// <exception cref="InvalidValueException">It is less than one.</exception>
    public static implicit operator UpdateFreq(int batches) => batches > 0 ? new(batches)
        : throw new InvalidValueException($"Results can be written every 1 or more batches, got {batches}.");

    /// <summary>Keras' "epoch" and "batch".</summary>
    /// <exception cref="InvalidValueException">It is another word.</exception>
    public static implicit operator UpdateFreq(string word) => word switch
    {
        "epoch" => Epoch,
        "batch" => Batch,
        _ => throw new InvalidValueException($"Results can be written every \"epoch\", every \"batch\" or every so many batches, got \"{word}\"."),
    };

    /// <summary>"epoch" or the number of batches.</summary>
    public override string ToString() => Batches?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "epoch";
}
