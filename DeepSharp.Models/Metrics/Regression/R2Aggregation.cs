namespace DeepSharp;

/// <summary>How R² of several outputs becomes one number.</summary>
public enum R2Aggregation
{
    /// <summary>The plain mean.</summary>
    UniformAverage,

    /// <summary>The mean weighted by the outputs' variances.</summary>
    VarianceWeightedAverage,
}
