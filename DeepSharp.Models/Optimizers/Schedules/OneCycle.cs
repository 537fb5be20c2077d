namespace DeepSharp;

/// <summary>One rise to a large rate and one fall far below the first one, in a training of known length.</summary>
/// <remarks>
/// As PyTorch's OneCycleLR: from max / divFactor up to max at step pctStart · totalSteps − 1, then down to max / divFactor / finalDivFactor at step
/// totalSteps − 1; with three phases the fall mirrors the rise, and the last part goes down from the first rate. After the end the rate stays.
/// Only the learning rate is cycled, no momentum. Source: L. Smith and N. Topin, Super-Convergence, 2017.
/// </remarks>
/// <param name="maxLearningRate">The largest rate.</param>
/// <param name="totalSteps">Steps of the training, 1 or more.</param>
/// <param name="pctStart">The part of the steps in which the rate rises, 0 to 1.</param>
/// <param name="annealing">The form of rise and fall.</param>
/// <param name="divFactor">The largest rate divided by the first one, more than 0.</param>
/// <param name="finalDivFactor">The first rate divided by the last one, more than 0.</param>
/// <param name="threePhase">Whether the fall first mirrors the rise.</param>
/// <param name="name">A name, kept in files.</param>
[Configurable(Package = "DeepSharp")]
public sealed partial class OneCycle(
    double maxLearningRate, int totalSteps, double pctStart = 0.3, Annealing annealing = Annealing.Cosine, double divFactor = 25, double finalDivFactor = 1e4,
    bool threePhase = false, string name = "OneCycle") : LearningRateSchedule
{
    /// <summary>Steps of the training.</summary>
    public int TotalSteps { get; } = Require(nameof(OneCycle), totalSteps, totalSteps > 0, "totalSteps must be 1 or more");

    /// <summary>The part of the steps in which the rate rises.</summary>
    public double PctStart { get; } = Require(nameof(OneCycle), pctStart, pctStart is >= 0 and <= 1, "pctStart must be from 0 to 1");

    /// <summary>The largest rate divided by the first one.</summary>
    public double DivFactor { get; } = Require(nameof(OneCycle), divFactor, divFactor > 0, "divFactor must be more than 0");

    /// <summary>The first rate divided by the last one.</summary>
    public double FinalDivFactor { get; } = Require(nameof(OneCycle), finalDivFactor, finalDivFactor > 0, "finalDivFactor must be more than 0");

    /// <inheritdoc/>
    public override Tensor At(Tensor step)
    {
        double first = MaxLearningRate / DivFactor, last = first / FinalDivFactor, end = TotalSteps - 1, top = PctStart * TotalSteps - 1;
        (double End, double Rate)[] phases = ThreePhase ? [(top, MaxLearningRate), (2 * top, first), (end, last)] : [(top, MaxLearningRate), (end, last)];
        var t = Exact(step).Minimum(end);
        var rate = Tensor.Scalar(first, DType.Float64);
        double start = 0, from = first;
        foreach (var (until, to) in phases)
        {
            // A phase without length, such as a rise of no steps, is over at once.
            var part = until > start ? ((t - start) / (until - start)).Maximum(0).Minimum(1) : t.ScalarLike(1);
            var form = Annealing == Annealing.Cosine ? (1 - (part * Math.PI).Cos()) * 0.5 : part;
            rate = Tensor.Where(t > start, form * (to - from) + from, rate);
            (start, from) = (until, to);
        }
        return rate;
    }
}

/// <summary>How a rate gets from one value to another.</summary>
public enum Annealing
{
    /// <summary>Along half a cosine.</summary>
    [ConfigKey("cos")]
    Cosine,

    /// <summary>In a line.</summary>
    Linear,
}
