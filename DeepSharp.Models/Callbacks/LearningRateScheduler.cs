namespace DeepSharp;

/// <summary>Sets the learning rate before each epoch. Adds <c>learning_rate</c> to the logs.</summary>
/// <remarks>Of a <see cref="MultiOptimizer"/> each optimizer is asked for; the logs then have <c>learning_rate_sgd</c> and so on.</remarks>
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
        foreach (var (suffix, optimizer) in Model.Optimizer.Parts)
        {
            double rate = schedule(epoch, optimizer.LearningRate);
            optimizer.LearningRate = rate;
            if (verbose) Tell($"Epoch {epoch + 1}: LearningRateScheduler setting {LogName(suffix)} to {FormattableString.Invariant($"{rate:G7}")}.");
        }
    }

    /// <inheritdoc/>
    public override void OnEpochEnd(int epoch, Logs logs) => WriteRates(Model, logs);

    /// <summary>Adds each learning rate to the logs.</summary>
    internal static void WriteRates(Model model, Logs logs)
    {
        foreach (var (suffix, optimizer) in model.Optimizer.Parts) logs[$"learning_rate{suffix}"] = optimizer.LearningRate;
    }

    internal static string LogName(string suffix) => suffix.Length == 0 ? "learning rate" : $"the learning rate of {suffix[1..]}";
}
