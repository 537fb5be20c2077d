namespace DeepSharp;

/// <summary>A callback that reports how far a run is: at its beginning, then from time to time, and at its end.</summary>
/// <remarks>Results are read from the device only for a report, so reports are rare on purpose.</remarks>
public abstract class ProgressCallback : Callback
{
    private readonly TimeSpan _interval;
    private readonly TimeProvider _clock;
    private bool _training;
    private ProgressPhase _phase;
    private int _epoch, _step;
    private int? _knownSteps;
    private long _start, _afterFirst, _shown;

    /// <summary>Makes the callback.</summary>
    /// <param name="interval">Least time between two reports; 50 ms if not given. <see cref="TimeSpan.MaxValue"/> leaves beginning and end.</param>
    /// <param name="clock">The clock; the system's if not given.</param>
    protected ProgressCallback(TimeSpan? interval = null, TimeProvider? clock = null) =>
        (_interval, _clock) = (interval ?? TimeSpan.FromMilliseconds(50), clock ?? TimeProvider.System);

    /// <summary>Called with each report.</summary>
    protected abstract void Report(FitProgress progress);

    /// <summary>Shows a line beside the progress.</summary>
    internal virtual void ShowLine(string line) => Console.Out.WriteLine(line);

    /// <inheritdoc/>
    public sealed override void OnTrainBegin() => _training = true;

    /// <inheritdoc/>
    public sealed override void OnTrainEnd(Logs logs) => _training = false;

    /// <inheritdoc/>
    public sealed override void OnEpochBegin(int epoch) => Begin(ProgressPhase.Training, epoch + 1);

    /// <inheritdoc/>
    public sealed override void OnTrainBatchEnd(int batch, Logs logs) => Advance(batch + 1, logs);

    /// <inheritdoc/>
    public sealed override void OnEpochEnd(int epoch, Logs logs) => End(logs);

    /// <inheritdoc/>
    public sealed override void OnTestBegin()
    {
        if (!_training) Begin(ProgressPhase.Evaluating, 0);
    }

    /// <inheritdoc/>
    public sealed override void OnTestBatchEnd(int batch, Logs logs)
    {
        if (!_training) Advance(batch + 1, logs);
    }

    /// <inheritdoc/>
    public sealed override void OnTestEnd(Logs logs)
    {
        if (!_training) End(logs);
    }

    /// <inheritdoc/>
    public sealed override void OnPredictBegin() => Begin(ProgressPhase.Predicting, 0);

    /// <inheritdoc/>
    public sealed override void OnPredictBatchEnd(int batch, IReadOnlyList<Tensor> outputs) => Advance(batch + 1, s_none);

    /// <inheritdoc/>
    public sealed override void OnPredictEnd() => End(s_none);

    private static readonly Logs s_none = new();

    private void Begin(ProgressPhase phase, int epoch)
    {
        (_phase, _epoch, _step) = (phase, epoch, 0);
        _start = _shown = _clock.GetTimestamp();
        Report(Now(_start, s_none, false));
    }

    private void Advance(int step, Logs logs)
    {
        long now = _clock.GetTimestamp();
        _step = step;
        if (step == 1) _afterFirst = now;
        if (_clock.GetElapsedTime(_shown, now) < _interval) return;
        _shown = now;
        Report(Now(now, logs.Snapshot(), false));
    }

    private void End(Logs logs)
    {
        // A run over data of unknown length knows it after the first epoch.
        if (_training && !Model.StopTraining) _knownSteps = _step;
        Report(Now(_clock.GetTimestamp(), logs.Snapshot(), true));
    }

    private FitProgress Now(long time, Logs logs, bool finished)
    {
        var elapsed = _clock.GetElapsedTime(_start, time);
        var stepTime = _step == 0 ? TimeSpan.Zero : _step == 1 ? elapsed : _clock.GetElapsedTime(_afterFirst, time) / (_step - 1);
        int? steps = Run.Steps ?? (_training ? _knownSteps : finished ? _step : null);
        return new(_epoch, _training ? Run.Epochs : 0, _step, steps, logs, elapsed, _phase) { StepTime = stepTime, IsFinished = finished };
    }
}
