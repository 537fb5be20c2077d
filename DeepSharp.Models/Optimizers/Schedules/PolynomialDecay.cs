namespace DeepSharp;

/// <summary>(rate − end) · (1 − step / decaySteps)^power + end, and end after decaySteps.</summary>
/// <param name="initialLearningRate">The rate at step 0.</param>
/// <param name="decaySteps">Steps until the end, 1 or more.</param>
/// <param name="endLearningRate">The rate at the end.</param>
/// <param name="power">1 falls in a line.</param>
/// <param name="cycle">Whether decaySteps is doubled, tripled and so on when it has passed, so that the rate jumps up and falls again.</param>
/// <param name="name">A name, kept in files.</param>
[Configurable]
public sealed partial class PolynomialDecay(
    double initialLearningRate, int decaySteps, double endLearningRate = 0.0001, double power = 1.0, bool cycle = false, string name = "PolynomialDecay")
    : LearningRateSchedule
{
    /// <summary>Steps until the end.</summary>
    public int DecaySteps { get; } = Require(nameof(PolynomialDecay), decaySteps, decaySteps > 0, "decaySteps must be 1 or more");

    /// <inheritdoc/>
    public override Tensor At(Tensor step)
    {
        var done = Exact(step) / DecaySteps;
        done = Cycle ? done / done.Ceiling().Maximum(1) : done.Minimum(1);
        return (1 - done).Pow(Power) * (InitialLearningRate - EndLearningRate) + EndLearningRate;
    }
}
