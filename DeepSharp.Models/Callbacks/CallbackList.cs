namespace DeepSharp;

/// <summary>Calls several callbacks as one.</summary>
internal sealed class CallbackList : Callback
{
    private readonly Callback[] _callbacks;

    /// <summary>The callbacks in their order, then what shows the progress.</summary>
    public CallbackList(Model model, RunInfo run, IEnumerable<Callback> callbacks, IProgress<FitProgress>? progress = null)
    {
        var display = ConsoleProgress.For(run.Verbose);
        if (display is not null) run = run with { Tell = display.ShowLine };
        _callbacks = [.. callbacks, .. display is null ? [] : new[] { display }, .. progress is null ? [] : new[] { new ProgressReporter(progress) }];
        foreach (var c in _callbacks.Append(this)) (c.Model, c.Run) = (model, run);
    }

    public override void OnTrainBegin() { foreach (var c in _callbacks) c.OnTrainBegin(); }

    public override void OnTrainEnd(Logs logs) { foreach (var c in _callbacks) c.OnTrainEnd(logs); }

    public override void OnEpochBegin(int epoch) { foreach (var c in _callbacks) c.OnEpochBegin(epoch); }

    public override void OnEpochEnd(int epoch, Logs logs) { foreach (var c in _callbacks) c.OnEpochEnd(epoch, logs); }

    public override void OnTrainBatchBegin(int batch) { foreach (var c in _callbacks) c.OnTrainBatchBegin(batch); }

    public override void OnTrainBatchEnd(int batch, Logs logs) { foreach (var c in _callbacks) c.OnTrainBatchEnd(batch, logs); }

    public override void OnTestBegin() { foreach (var c in _callbacks) c.OnTestBegin(); }

    public override void OnTestEnd(Logs logs) { foreach (var c in _callbacks) c.OnTestEnd(logs); }

    public override void OnTestBatchBegin(int batch) { foreach (var c in _callbacks) c.OnTestBatchBegin(batch); }

    public override void OnTestBatchEnd(int batch, Logs logs) { foreach (var c in _callbacks) c.OnTestBatchEnd(batch, logs); }

    public override void OnPredictBegin() { foreach (var c in _callbacks) c.OnPredictBegin(); }

    public override void OnPredictEnd() { foreach (var c in _callbacks) c.OnPredictEnd(); }

    public override void OnPredictBatchBegin(int batch) { foreach (var c in _callbacks) c.OnPredictBatchBegin(batch); }

    public override void OnPredictBatchEnd(int batch, IReadOnlyList<Tensor> outputs) { foreach (var c in _callbacks) c.OnPredictBatchEnd(batch, outputs); }
}
