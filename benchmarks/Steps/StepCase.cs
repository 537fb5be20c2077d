namespace DeepSharp.Benchmarks;

/// <summary>A model with a batch of random data: what one training step and one inference are timed on.</summary>
/// <param name="Name">The case's name, the same as the peers'.</param>
/// <param name="Samples">Samples in the batch.</param>
/// <param name="Steps">Steps in a round.</param>
/// <param name="Make">Makes the model, not compiled.</param>
/// <param name="Batch">Makes inputs and targets.</param>
internal sealed record StepCase(string Name, int Samples, int Steps, Func<Model> Make, Func<(Tensor X, Tensor Y)> Batch)
{
    /// <summary>The model compiled as the peer trains it: Adam at 0.001 and cross-entropy from scores.</summary>
    public Model Compiled() => Make().Compile(new Adam(1e-3), loss: new Losses.SparseCategoricalCrossentropy(fromLogits: true));
}
