namespace DeepSharp;

/// <summary>Cosine decay that starts again and again, each period tMul times as long and mMul times as high as the one before.</summary>
/// <remarks>Source: I. Loshchilov and F. Hutter, SGDR, 2016.</remarks>
/// <param name="initialLearningRate">The rate at step 0.</param>
/// <param name="firstDecaySteps">Steps of the first period, 1 or more.</param>
/// <param name="tMul">Growth of the periods, 1 or more.</param>
/// <param name="mMul">Growth of the height.</param>
/// <param name="alpha">The lowest rate as a part of the first one.</param>
/// <param name="name">A name, kept in files.</param>
[Configurable]
public sealed partial class CosineDecayRestarts(
    double initialLearningRate, int firstDecaySteps, double tMul = 2.0, double mMul = 1.0, double alpha = 0.0, string name = "SGDRDecay") : LearningRateSchedule
{
    /// <summary>Steps of the first period.</summary>
    public int FirstDecaySteps { get; } = Require(nameof(CosineDecayRestarts), firstDecaySteps, firstDecaySteps > 0, "firstDecaySteps must be 1 or more");

    /// <summary>Growth of the periods.</summary>
    public double TMul { get; } = Require(nameof(CosineDecayRestarts), tMul, tMul >= 1, "tMul must be 1 or more");

    /// <summary>Growth of the height.</summary>
    public double MMul { get; } = Require(nameof(CosineDecayRestarts), mMul, mMul > 0, "mMul must be more than 0");

    /// <inheritdoc/>
    public override Tensor At(Tensor step)
    {
        var periods = Exact(step) / FirstDecaySteps;
        var (restarts, done) = TMul == 1 ? (periods.Floor(), periods - periods.Floor()) : Split(periods);
        var wave = ((done * Math.PI).Cos() + 1) * 0.5 * Power(MMul, restarts);
        return (wave * (1 - Alpha) + Alpha) * InitialLearningRate;
    }

    /// <summary>How many restarts there have been, and how much of the period is done.</summary>
    private (Tensor Restarts, Tensor Done) Split(Tensor periods)
    {
        // Restart n is at (tMul^n − 1) / (tMul − 1) first periods. The logarithm may miss a restart by a rounding; half a step is added
        // so that it never comes too late, and one too early is seen by the part done being negative.
        var guess = (((periods + 0.5 / FirstDecaySteps) * (TMul - 1) + 1).Log() / Math.Log(TMul)).Floor();
        var early = Start(guess) > periods + 1e-6 / FirstDecaySteps;
        var restarts = Tensor.Where(early, guess - 1, guess);
        return (restarts, ((periods - Start(restarts)) / Power(TMul, restarts)).Maximum(0));
    }

    private Tensor Start(Tensor restarts) => (Power(TMul, restarts) - 1) / (TMul - 1);

    private static Tensor Power(double b, Tensor exponent) => (exponent * Math.Log(b)).Exp();
}
