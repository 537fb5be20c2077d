namespace DeepSharp;

/// <summary>How the losses of single elements become one number.</summary>
public enum Reduction
{
    /// <summary>The mean over all elements; with sample weights Σ(l·w) / N.</summary>
    SumOverBatchSize,

    /// <summary>Another name of <see cref="SumOverBatchSize"/>.</summary>
    Mean,

    /// <summary>Σ l·w.</summary>
    Sum,

    /// <summary>Σ(l·w) / Σ w.</summary>
    MeanWithSampleWeight,

    /// <summary>No reduction: the loss of each element.</summary>
    None,
}
