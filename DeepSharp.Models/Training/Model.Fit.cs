namespace DeepSharp;

public partial class Model
{
    /// <summary>Ask training to stop after the current batch; callbacks set it.</summary>
    public bool StopTraining { get; set; }

    /// <summary>The history of the last <c>Fit</c>.</summary>
    public History? History { get; private set; }

    /// <summary>Trains the model.</summary>
    /// <param name="data">Inputs and targets.</param>
    /// <param name="batchSize">Samples per step; 32 if not given. The last batch may be smaller.</param>
    /// <param name="epochs">Number of the last epoch; with <paramref name="initialEpoch"/> not how many are done.</param>
    /// <param name="verbose">How much is shown.</param>
    /// <param name="callbacks">Told what happens.</param>
    /// <param name="validationSplit">The last part of the data (taken before shuffling) is kept for validation, 0 to 1.</param>
    /// <param name="validation">Data to judge the model with after each epoch; wins over the split.</param>
    /// <param name="shuffle">Whether the order of samples changes every epoch, by the global seed.</param>
    /// <param name="classWeight">A factor for the loss of each class; classes not named count 1.</param>
    /// <param name="initialEpoch">The first epoch, counted from zero, for going on with a training.</param>
    /// <param name="stepsPerEpoch">Batches in an epoch; all of the data if not given.</param>
    /// <param name="validationSteps">Batches in a validation; all if not given.</param>
    /// <param name="validationBatchSize">Samples per validation step; as for training if not given.</param>
    /// <param name="validationFreq">Validate every so many epochs.</param>
    /// <param name="cancellation">Stops after the current batch and throws.</param>
    /// <returns>The results of every epoch.</returns>
    /// <exception cref="DeepSharpException">The model is not compiled.</exception>
    /// <exception cref="ShapeMismatchException">Data and model do not fit.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled; the model keeps what it has learned.</exception>
    public History Fit(
        DataSource data, int? batchSize = null, int epochs = 1, Verbosity verbose = Verbosity.Auto, IReadOnlyList<Callback>? callbacks = null,
        double validationSplit = 0, DataSource? validation = null, bool shuffle = true, IReadOnlyDictionary<int, double>? classWeight = null,
        int initialEpoch = 0, int? stepsPerEpoch = null, int? validationSteps = null, int? validationBatchSize = null, int validationFreq = 1,
        CancellationToken cancellation = default)
    {
        if (!IsCompiled) throw NotCompiled();
        var feed = new ArrayFeed(data, batchSize ?? 32);
        var check = validation is null ? null : new ArrayFeed(validation, validationBatchSize ?? batchSize ?? 32);
        int steps = stepsPerEpoch ?? feed.Steps;
        History = new();
        var all = new CallbackList(this, new(epochs, steps, verbose), [.. callbacks ?? [], History]);
        StopTraining = false;
        var random = new Random(0);
        all.OnTrainBegin();
        var logs = new Logs();
        for (int epoch = initialEpoch; epoch < epochs && !StopTraining; epoch++)
        {
            ResetMetrics();
            all.OnEpochBegin(epoch);
            if (shuffle) feed.Shuffle(random);
            var running = new Logs(CollectLogs);
            for (int step = 0; step < steps && !StopTraining; step++)
            {
                cancellation.ThrowIfCancellationRequested();
                all.OnTrainBatchBegin(step);
                RunStep(StepKind.Train, feed.Get(step % feed.Steps));
                running.Invalidate();
                all.OnTrainBatchEnd(step, running);
            }
            logs = running.Snapshot();
            if (check is not null && (epoch + 1 - initialEpoch) % validationFreq == 0)
                foreach (var (name, value) in RunTest(check, validationSteps, all)) logs[$"val_{name}"] = value;
            all.OnEpochEnd(epoch, logs);
        }
        all.OnTrainEnd(logs);
        return History;
    }

    /// <summary>Forgets what the metrics have taken in.</summary>
    public void ResetMetrics()
    {
        _lossTracker.Reset();
        foreach (var t in _compiledLoss?.Trackers ?? []) t.Reset();
        foreach (var (_, metric) in _compiledMetrics?.All ?? []) metric.Reset();
    }

    private void CollectLogs(Logs logs)
    {
        logs["loss"] = _lossTracker.Result().Item();
        foreach (var t in _compiledLoss?.Trackers ?? []) logs[t.Name] = t.Result().Item();
        foreach (var (key, metric) in _compiledMetrics?.All ?? [])
        {
            var value = metric.Result();
            if (value.Count == 1) logs[key] = value.Item();
            else foreach (var (i, v) in value.ToDoubles().Index()) logs[$"{key}_{i}"] = v;
        }
    }
}
