namespace DeepSharp;

/// <summary>Lowers the learning rate when a result has not become better for some epochs. Adds <c>learning_rate</c> to the logs.</summary>
/// <remarks>Of a <see cref="MultiOptimizer"/> each optimizer's rate falls; the logs then have <c>learning_rate_sgd</c> and so on.</remarks>
/// <param name="monitor">The result to watch.</param>
/// <param name="factor">The new rate as a part of the old one, below 1.</param>
/// <param name="patience">Epochs without a better value after which the rate falls.</param>
/// <param name="verbose">Whether a line says when the rate falls.</param>
/// <param name="mode">What is better; by default the metric says so itself.</param>
/// <param name="minDelta">A smaller change does not count.</param>
/// <param name="cooldown">Epochs after a fall that are not watched.</param>
/// <param name="minLr">The rate never falls below this.</param>
public sealed class ReduceLROnPlateau(
    string monitor = "val_loss", double factor = 0.1, int patience = 10, bool verbose = false, MonitorMode mode = MonitorMode.Auto,
    double minDelta = 1e-4, int cooldown = 0, double minLr = 0) : Callback
{
    private readonly double _factor = factor is >= 0 and < 1 ? factor
        : throw new InvalidValueException(FormattableString.Invariant($"ReduceLROnPlateau: factor must be below 1 (and not below 0), got {factor}."));

    private MonitoredValue _value = null!;
    private int _wait, _cooling;

    /// <inheritdoc/>
    /// <exception cref="DeepSharpException">The optimizer follows a schedule.</exception>
    public override void OnTrainBegin()
    {
        (_value, _wait, _cooling) = (new(this, monitor, mode, minDelta), 0, 0);
        foreach (var (_, optimizer) in Model.Optimizer.Parts)
            if (optimizer.LearningRate.Schedule is { } schedule)
                throw new DeepSharpException($"ReduceLROnPlateau cannot change a learning rate that follows {schedule}. Make the optimizer with a plain number.");
    }

    /// <inheritdoc/>
    public override void OnEpochEnd(int epoch, Logs logs)
    {
        LearningRateScheduler.WriteRates(Model, logs);
        if (!_value.TryRead(logs, out var current)) return;
        if (_cooling > 0) (_cooling, _wait) = (_cooling - 1, 0);
        if (_value.Improve(current.Value)) _wait = 0;
        else if (_cooling == 0 && ++_wait >= patience && Reduce(epoch)) (_cooling, _wait) = (cooldown, 0);
    }

    /// <summary>Lowers every rate that is above the least one; false if there is none.</summary>
    private bool Reduce(int epoch)
    {
        bool any = false;
        foreach (var (suffix, optimizer) in Model.Optimizer.Parts)
        {
            double rate = optimizer.LearningRate;
            if (!(rate > (float)minLr)) continue;
            double lower = Math.Max(rate * _factor, minLr);
            optimizer.LearningRate = lower;
            if (verbose) Tell($"Epoch {epoch + 1}: ReduceLROnPlateau reducing {LearningRateScheduler.LogName(suffix)} to {FormattableString.Invariant($"{lower:G7}")}.");
            any = true;
        }
        return any;
    }
}
