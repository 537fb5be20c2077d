namespace DeepSharp.Layers;

/// <summary>The settings that string and integer lookups share, and the places of the special tokens that follow from them.</summary>
internal sealed record LookupSettings<T>(
    int? MaxTokens, int OovIndices, bool HasMask, T Mask, T OovToken, bool Invert, OutputMode Mode, bool PadToMaxTokens) where T : notnull
{
    /// <summary>The order of equally frequent tokens, the last first.</summary>
    public required IComparer<T> Order { get; init; }

    /// <summary>The bucket of an unknown token, from 0 to below the number of indices for such.</summary>
    public required Func<T, int> Bucket { get; init; }

    /// <summary>The first index for tokens outside the vocabulary.</summary>
    public int OovStart => HasMask && Mode == OutputMode.Int ? 1 : 0;

    /// <summary>The index of the vocabulary's first token.</summary>
    public int TokenStart => OovStart + OovIndices;

    /// <summary>What stands before the vocabulary's tokens.</summary>
    public T[] SpecialTokens => [.. Enumerable.Repeat(Mask, OovStart), .. Enumerable.Repeat(OovToken, OovIndices)];

    /// <summary>Throws if settings contradict each other.</summary>
    public void Check(string title)
    {
        void Require(bool holds, string rule)
        {
            if (!holds) throw new InvalidValueException($"{title}: {rule}");
        }
        Require(MaxTokens is null or > 1, $"maxTokens must be greater than 1, got {MaxTokens}.");
        Require(MaxTokens is not null || !PadToMaxTokens, "padToMaxTokens needs maxTokens.");
        Require(OovIndices >= 0, $"numOovIndices must not be negative, got {OovIndices}.");
        Require(MaxTokens is null || MaxTokens > TokenStart, $"maxTokens {MaxTokens} leaves no place for tokens beside {TokenStart} special ones.");
        Require(!Invert || Mode == OutputMode.Int, $"with invert the output mode must be Int, got {Mode}.");
    }
}
