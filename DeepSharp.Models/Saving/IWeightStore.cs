namespace DeepSharp;

/// <summary>The tensors of a weight file that is being read.</summary>
internal interface IWeightStore
{
    /// <summary>What is there.</summary>
    IReadOnlyList<StoredTensor> Entries { get; }

    /// <summary>Whether types must be those of the model and each variable stands once, as in files that only DeepSharp writes. In Keras' files numbers are
    /// converted, and a variable of several layers stands with each.</summary>
    bool IsExact { get; }

    /// <summary>The name of the optimizer whose state is there; null where the file does not tell.</summary>
    string? OptimizerName => null;

    /// <summary>Reads tensors.</summary>
    /// <param name="names">Which; all are there.</param>
    IReadOnlyDictionary<string, Tensor> Read(IReadOnlyCollection<string> names);
}
