namespace DeepSharp;

/// <summary>Stops training when a result has not become better for some epochs.</summary>
/// <remarks>Better is less than best − minDelta, or more than best + minDelta. The first value is always better; training never stops in the first epoch.</remarks>
/// <param name="monitor">The result to watch.</param>
/// <param name="minDelta">A smaller change does not count.</param>
/// <param name="patience">Epochs without a better value after which training stops; 0 and 1 both stop at the first.</param>
/// <param name="verbose">Whether a line says when training stops and which weights come back.</param>
/// <param name="mode">What is better; by default the metric says so itself.</param>
/// <param name="baseline">A value that must be beaten, too, for the patience to start anew.</param>
/// <param name="restoreBestWeights">Whether the model ends with the weights of its best epoch, also when training was not stopped.</param>
/// <param name="startFromEpoch">Epochs that are not watched, counted from the start.</param>
public sealed class EarlyStopping(
    string monitor = "val_loss", double minDelta = 0, int patience = 0, bool verbose = false, MonitorMode mode = MonitorMode.Auto,
    double? baseline = null, bool restoreBestWeights = false, int startFromEpoch = 0) : Callback
{
    private MonitoredValue _value = null!;
    private WeightSnapshot? _bestWeights;
    private int _wait;

    /// <summary>The epoch after which training was stopped, counted from zero; null if it was not.</summary>
    public int? StoppedEpoch { get; private set; }

    /// <summary>The epoch with the best value, counted from zero.</summary>
    public int BestEpoch { get; private set; }

    /// <summary>The best value; null before the first.</summary>
    public double? Best => _value?.Best;

    /// <inheritdoc/>
    public override void OnTrainBegin()
    {
        _value = new(this, monitor, mode, minDelta);
        (_bestWeights, _wait, StoppedEpoch, BestEpoch) = (null, 0, null, 0);
    }

    /// <inheritdoc/>
    public override void OnEpochEnd(int epoch, Logs logs)
    {
        if (!_value.TryRead(logs, out var current) || epoch < startFromEpoch) return;
        if (restoreBestWeights && _bestWeights is null) Keep(epoch);
        _wait++;
        if (_value.Improve(current.Value))
        {
            Keep(epoch);
            if (baseline is null || _value.IsImprovement(current.Value, baseline)) _wait = 0;
            return;
        }
        if (_wait < patience || epoch == 0) return;
        StoppedEpoch = epoch;
        Model.StopTraining = true;
    }

    /// <inheritdoc/>
    public override void OnTrainEnd(Logs logs)
    {
        if (StoppedEpoch is { } stopped && verbose) Tell($"Epoch {stopped + 1}: early stopping");
        if (_bestWeights is null) return;
        if (verbose) Tell($"Restoring model weights from the end of the best epoch: {BestEpoch + 1}.");
        _bestWeights.Restore();
        _bestWeights = null;
    }

    private void Keep(int epoch)
    {
        BestEpoch = epoch;
        if (restoreBestWeights) _bestWeights = new(Model);
    }
}
