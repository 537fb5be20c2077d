namespace DeepSharp;

/// <summary>rate / (1 + decayRate · step / decaySteps).</summary>
/// <param name="initialLearningRate">The rate at step 0.</param>
/// <param name="decaySteps">Steps in which the divisor grows by decayRate, 1 or more.</param>
/// <param name="decayRate">How fast the rate falls.</param>
/// <param name="staircase">Whether the rate changes only after each decaySteps steps.</param>
/// <param name="name">A name, kept in files.</param>
[Configurable]
public sealed partial class InverseTimeDecay(
    double initialLearningRate, int decaySteps, double decayRate, bool staircase = false, string name = "InverseTimeDecay") : LearningRateSchedule
{
    /// <summary>Steps in which the divisor grows by the decay rate.</summary>
    public int DecaySteps { get; } = Require(nameof(InverseTimeDecay), decaySteps, decaySteps > 0, "decaySteps must be 1 or more");

    /// <inheritdoc/>
    public override Tensor At(Tensor step)
    {
        var part = Exact(step) / DecaySteps;
        if (Staircase) part = part.Floor();
        return InitialLearningRate / (part * DecayRate + 1);
    }
}
