namespace DeepSharp.Layers;

/// <summary>A layer with a vocabulary. What it has learnt stands beside the settings in Keras' files: the tokens in a text, their weights among the weights.</summary>
internal interface IVocabularyLayer
{
    /// <summary>The vocabulary that was learnt, special tokens in front; null where there is none, where it was given, or where lines of a text cannot hold it.</summary>
    IReadOnlyList<string>? LearntLines { get; }

    /// <summary>The weight of each index; null where the mode asks for none, or there is no vocabulary.</summary>
    IReadOnlyList<double>? IndexWeights { get; }

    /// <summary>Takes over what was learnt.</summary>
    /// <param name="lines">The tokens, special ones in front.</param>
    /// <param name="weights">The weight of each index, where the mode asks for them; more than there are tokens where vectors are padded.</param>
    /// <exception cref="InvalidValueException">It does not fit the settings.</exception>
    /// <exception cref="FormatException">A token is no number where numbers are looked up.</exception>
    void Learn(IReadOnlyList<string> lines, IReadOnlyList<double>? weights);
}
