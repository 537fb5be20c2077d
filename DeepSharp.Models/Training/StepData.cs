namespace DeepSharp;

/// <summary>What a step gets: inputs, targets and sample weights, each in the model's order.</summary>
/// <param name="X">The inputs.</param>
/// <param name="Y">The targets; empty where there are none.</param>
/// <param name="SampleWeights">The weights; empty where there are none.</param>
public sealed record StepData(Tensor[] X, Tensor[] Y, Tensor[] SampleWeights);
