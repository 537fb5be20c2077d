namespace DeepSharp;

/// <summary>Lowers the learning rate when a result has not become better for some epochs. Adds <c>learning_rate</c> to the logs.</summary>
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
        if (Model.Optimizer.LearningRate.Schedule is { } schedule)
            throw new DeepSharpException($"ReduceLROnPlateau cannot change a learning rate that follows {schedule}. Make the optimizer with a plain number.");
    }

    /// <inheritdoc/>
    public override void OnEpochEnd(int epoch, Logs logs)
    {
        double rate = Model.Optimizer.LearningRate;
        logs["learning_rate"] = rate;
        if (!_value.TryRead(logs, out var current)) return;
        if (_cooling > 0) (_cooling, _wait) = (_cooling - 1, 0);
        if (_value.Improve(current.Value)) _wait = 0;
        else if (_cooling == 0 && ++_wait >= patience && rate > (float)minLr)
        {
            double lower = Math.Max(rate * _factor, minLr);
            Model.Optimizer.LearningRate = lower;
            if (verbose) Tell($"Epoch {epoch + 1}: ReduceLROnPlateau reducing learning rate to {FormattableString.Invariant($"{lower:G7}")}.");
            (_cooling, _wait) = (cooldown, 0);
        }
    }
}
