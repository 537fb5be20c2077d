namespace DeepSharp;

/// <summary>A rate that grows in a line to its peak and then falls with the square root of the steps.</summary>
/// <remarks>rate · min(n / warmupSteps, √(warmupSteps / n)) with n = step + 1. Source: A. Vaswani and others 2017, section 5.3.</remarks>
/// <param name="initialLearningRate">The rate at the peak, after the warm-up.</param>
/// <param name="warmupSteps">Steps up to the peak, 1 or more.</param>
/// <param name="name">A name, kept in files.</param>
[Configurable(Package = "DeepSharp")]
public sealed partial class InverseSquareRootDecay(double initialLearningRate, int warmupSteps = 4000,
    string name = "InverseSquareRootDecay") : LearningRateSchedule
{
    /// <summary>Steps up to the peak.</summary>
    public int WarmupSteps { get; } = Require(nameof(InverseSquareRootDecay), warmupSteps, warmupSteps > 0, "warmupSteps must be 1 or more");

    /// <inheritdoc/>
    public override Tensor At(Tensor step)
    {
        var done = (Exact(step) + 1) / WarmupSteps;
        return Tensor.Minimum(done, done.Rsqrt()) * InitialLearningRate;
    }
}
