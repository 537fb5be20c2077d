namespace DeepSharp;

/// <summary>Calls several callbacks as one, in their order, and then what shows the progress; for training loops of your own.</summary>
/// <example><code>
/// var callbacks = new CallbackList(model, new RunInfo(Epochs: 3, Steps: 100, Verbosity.Line), [new CsvLogger("log.csv")]);
/// callbacks.OnTrainBegin();
/// </code></example>
public sealed class CallbackList : Callback
{
    private readonly Callback[] _callbacks;

    /// <summary>Makes the list and tells each callback its model and run.</summary>
    /// <param name="model">The model being trained, evaluated or asked.</param>
    /// <param name="run">How the run was started.</param>
    /// <param name="callbacks">The callbacks.</param>
    /// <param name="progress">Told how far the run is.</param>
    public CallbackList(Model model, RunInfo run, IEnumerable<Callback> callbacks, IProgress<FitProgress>? progress = null)
    {
        _callbacks = [.. callbacks];
        // A bar among the callbacks stands for the one that the run would show.
        var (given, chosen) = (_callbacks.OfType<ProgbarLogger>().FirstOrDefault(), ConsoleProgress.For(run.Verbose));
        if (given is null && chosen is not null) _callbacks = [.. _callbacks, chosen];
        if (progress is not null) _callbacks = [.. _callbacks, new ProgressReporter(progress)];
        if ((given ?? chosen) is { } display) run = run with { Tell = display.ShowLine };
        foreach (var c in _callbacks.Append(this)) (c.Model, c.Run) = (model, run);
    }

    /// <inheritdoc/>
    public override void OnTrainBegin() { foreach (var c in _callbacks) c.OnTrainBegin(); }

    /// <inheritdoc/>
    public override void OnTrainEnd(Logs logs) { foreach (var c in _callbacks) c.OnTrainEnd(logs); }

    /// <inheritdoc/>
    public override void OnEpochBegin(int epoch) { foreach (var c in _callbacks) c.OnEpochBegin(epoch); }

    /// <inheritdoc/>
    public override void OnEpochEnd(int epoch, Logs logs) { foreach (var c in _callbacks) c.OnEpochEnd(epoch, logs); }

    /// <inheritdoc/>
    public override void OnTrainBatchBegin(int batch) { foreach (var c in _callbacks) c.OnTrainBatchBegin(batch); }

    /// <inheritdoc/>
    public override void OnTrainBatchEnd(int batch, Logs logs) { foreach (var c in _callbacks) c.OnTrainBatchEnd(batch, logs); }

    /// <inheritdoc/>
    public override void OnTestBegin() { foreach (var c in _callbacks) c.OnTestBegin(); }

    /// <inheritdoc/>
    public override void OnTestEnd(Logs logs) { foreach (var c in _callbacks) c.OnTestEnd(logs); }

    /// <inheritdoc/>
    public override void OnTestBatchBegin(int batch) { foreach (var c in _callbacks) c.OnTestBatchBegin(batch); }

    /// <inheritdoc/>
    public override void OnTestBatchEnd(int batch, Logs logs) { foreach (var c in _callbacks) c.OnTestBatchEnd(batch, logs); }

    /// <inheritdoc/>
    public override void OnPredictBegin() { foreach (var c in _callbacks) c.OnPredictBegin(); }

    /// <inheritdoc/>
    public override void OnPredictEnd() { foreach (var c in _callbacks) c.OnPredictEnd(); }

    /// <inheritdoc/>
    public override void OnPredictBatchBegin(int batch) { foreach (var c in _callbacks) c.OnPredictBatchBegin(batch); }

    /// <inheritdoc/>
    public override void OnPredictBatchEnd(int batch, IReadOnlyList<Tensor> outputs) { foreach (var c in _callbacks) c.OnPredictBatchEnd(batch, outputs); }
}
