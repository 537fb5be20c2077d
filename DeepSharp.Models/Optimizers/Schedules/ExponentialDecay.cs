namespace DeepSharp;

/// <summary>rate · decayRate^(step / decaySteps).</summary>
/// <param name="initialLearningRate">The rate at step 0.</param>
/// <param name="decaySteps">Steps in which the rate changes by the factor, 1 or more.</param>
/// <param name="decayRate">The factor, more than 0.</param>
/// <param name="staircase">Whether the rate changes only after each decaySteps steps.</param>
/// <param name="name">A name, kept in files.</param>
[Configurable]
public sealed partial class ExponentialDecay(
    double initialLearningRate, int decaySteps, double decayRate, bool staircase = false, string name = "ExponentialDecay") : LearningRateSchedule
{
    /// <summary>Steps in which the rate changes by the factor.</summary>
    public int DecaySteps { get; } = Require(nameof(ExponentialDecay), decaySteps, decaySteps > 0, "decaySteps must be 1 or more");

    /// <summary>The factor.</summary>
    public double DecayRate { get; } = Require(nameof(ExponentialDecay), decayRate, decayRate > 0, "decayRate must be more than 0");

    /// <inheritdoc/>
    public override Tensor At(Tensor step)
    {
        var part = Exact(step) / DecaySteps;
        if (Staircase) part = part.Floor();
        return (part * Math.Log(DecayRate)).Exp() * InitialLearningRate;
    }
}
