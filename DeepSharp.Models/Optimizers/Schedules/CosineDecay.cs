namespace DeepSharp;

/// <summary>Half a cosine from the rate down to alpha · rate, after a warm-up in a line where that is asked for.</summary>
/// <remarks>rate · ((1 − alpha) · (1 + cos(π · step / decaySteps)) / 2 + alpha). Source: I. Loshchilov and F. Hutter 2016.</remarks>
/// <param name="initialLearningRate">The rate at step 0.</param>
/// <param name="decaySteps">Steps of the decay, 1 or more; those of the warm-up come before and are not counted.</param>
/// <param name="alpha">The end of the decay as a part of its start.</param>
/// <param name="name">A name, kept in files.</param>
/// <param name="warmupTarget">The rate at the end of the warm-up, where the decay starts; null for no warm-up.</param>
/// <param name="warmupSteps">Steps of the warm-up; without effect if there is no target.</param>
[Configurable]
public sealed partial class CosineDecay(
    double initialLearningRate, int decaySteps, double alpha = 0.0, string name = "CosineDecay", double? warmupTarget = null, int warmupSteps = 0)
    : LearningRateSchedule
{
    /// <summary>Steps of the decay.</summary>
    public int DecaySteps { get; } = Require(nameof(CosineDecay), decaySteps, decaySteps > 0, "decaySteps must be 1 or more");

    /// <inheritdoc/>
    public override Tensor At(Tensor step)
    {
        var t = Exact(step);
        if (WarmupTarget is not { } target) return Decay(t, InitialLearningRate);
        var decay = Decay((t - WarmupSteps).Maximum(0), target);
        return WarmupSteps <= 0 ? decay
            : Tensor.Where(t < WarmupSteps, t * ((target - InitialLearningRate) / WarmupSteps) + InitialLearningRate, decay);
    }

    private Tensor Decay(Tensor t, double start)
    {
        var wave = ((t.Minimum(DecaySteps) * (Math.PI / DecaySteps)).Cos() + 1) * 0.5;
        return (wave * (1 - Alpha) + Alpha) * start;
    }
}
