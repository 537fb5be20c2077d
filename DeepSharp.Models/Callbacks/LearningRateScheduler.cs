namespace DeepSharp;

/// <summary>Sets the learning rate before each epoch. Adds <c>learning_rate</c> to the logs.</summary>
/// <param name="schedule">Gives the rate from the epoch, counted from zero, and the rate so far.</param>
/// <param name="verbose">Whether a line says the rate of each epoch.</param>
public sealed class LearningRateScheduler(Func<int, double, double> schedule, bool verbose = false) : Callback
{
    /// <summary>Sets the learning rate by the epoch alone.</summary>
    /// <param name="schedule">Gives the rate from the epoch, counted from zero.</param>
    /// <param name="verbose">Whether a line says the rate of each epoch.</param>
    public LearningRateScheduler(Func<int, double> schedule, bool verbose = false) : this((epoch, _) => schedule(epoch), verbose) { }

    /// <inheritdoc/>
    public override void OnEpochBegin(int epoch)
    {
        double rate = schedule(epoch, Model.Optimizer.LearningRate);
        Model.Optimizer.LearningRate = rate;
        if (verbose) Tell($"Epoch {epoch + 1}: LearningRateScheduler setting learning rate to {FormattableString.Invariant($"{rate:G7}")}.");
    }

    /// <inheritdoc/>
    public override void OnEpochEnd(int epoch, Logs logs) => logs["learning_rate"] = Model.Optimizer.LearningRate;
}
