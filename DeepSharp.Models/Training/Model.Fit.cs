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
    /// <param name="validationFreq">Validate after every so many epochs, counted from the very first and not from <paramref name="initialEpoch"/>.</param>
    /// <param name="checkData">Whether the data is searched for NaN and infinities first.</param>
    /// <param name="progress">Told how far training is, at most every 50 ms and at the end of each epoch.</param>
    /// <param name="cancellation">Stops after the current batch and throws.</param>
    /// <returns>The results of every epoch.</returns>
    /// <exception cref="DeepSharpException">The model is not compiled.</exception>
    /// <exception cref="ShapeMismatchException">Data and model do not fit.</exception>
    /// <exception cref="InvalidValueException">A label, a rate or a number of steps is out of range, or checked data is not finite.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled; the model keeps what it has learned.</exception>
    public History Fit(
        DataSource data, int? batchSize = null, int epochs = 1, Verbosity verbose = Verbosity.Auto, IReadOnlyList<Callback>? callbacks = null,
        double validationSplit = 0, DataSource? validation = null, bool shuffle = true, IReadOnlyDictionary<int, double>? classWeight = null,
        int initialEpoch = 0, int? stepsPerEpoch = null, int? validationSteps = null, int? validationBatchSize = null, int validationFreq = 1,
        bool checkData = false, IProgress<FitProgress>? progress = null, CancellationToken cancellation = default)
    {
        if (!IsCompiled) throw NotCompiled();
        if (stepsPerEpoch <= 0) throw new InvalidValueException($"stepsPerEpoch must be positive, got {stepsPerEpoch}.");
        if (validationFreq <= 0) throw new InvalidValueException($"validationFreq must be positive, got {validationFreq}.");
        data = data.For(this);
        (data, validation) = SplitValidation(data, validation?.For(this), validationSplit);
        if (checkData) data = data.RequireFinite();
        if (classWeight is not null) data = data.WithClassWeights(classWeight);

        using var feed = BatchFeed.For(data, batchSize);
        using var check = validation is null ? null : BatchFeed.For(validation, validationBatchSize ?? batchSize);
        History = new();
        var all = new CallbackList(this, new(epochs, stepsPerEpoch ?? feed.Steps, verbose, check is null ? null : validationFreq), [.. callbacks ?? [], History], progress);
        StopTraining = false;
        Point = new(initialEpoch, 0, 0);
        all.OnTrainBegin();
        feed.SkipPasses(Point.Passes);
        var logs = new Logs();
        for (int epoch = Point.Epoch; epoch < epochs && !StopTraining; epoch++)
        {
            ResetMetrics();
            all.OnEpochBegin(epoch);
            logs = TrainEpoch(feed, shuffle, stepsPerEpoch, all, cancellation);
            if (check is not null && (epoch + 1) % validationFreq == 0)
                foreach (var (name, value) in RunTest(check, validationSteps, all)) logs[$"val_{name}"] = value;
            all.OnEpochEnd(epoch, logs);
        }
        Optimizer.FinalizeVariables();
        all.OnTrainEnd(logs);
        return History;
    }

    /// <summary>One pass over the data, or as many batches as asked for.</summary>
    private Logs TrainEpoch(BatchFeed feed, bool shuffle, int? stepsPerEpoch, CallbackList callbacks, CancellationToken cancellation)
    {
        var running = new Logs(CollectLogs);
        var (done, passes) = (Point.Batch, Point.Passes + 1);
        if (shuffle) _orderOfEpoch = (_orders ??= new()).State.Value;
        feed.Restart(shuffle ? NextOrder() : null);
        int step = 0;
        for (; step < (stepsPerEpoch ?? int.MaxValue) && !StopTraining; step++)
        {
            cancellation.ThrowIfCancellationRequested();
            if (feed.Next() is not { } batch)
            {
                if (stepsPerEpoch is null) break;
                passes++;
                feed.Restart(shuffle ? NextOrder() : null);
                batch = feed.Next() ?? throw new DeepSharpException("The data gave no batch; a dataset that can be read once only cannot be trained on for several passes.");
            }
            if (step < done)
            {
                if (step == done - 1) RestoreResults(batch);
                running.Invalidate();
                continue;
            }
            callbacks.OnTrainBatchBegin(step);
            RunStep(StepKind.Train, batch);
            running.Invalidate();
            Point = Point with { Batch = step + 1 };
            callbacks.OnTrainBatchEnd(step, running);
        }
        if (step == 0 && !StopTraining) throw new DeepSharpException("The data gave no batch to train on.");
        Point = new(Point.Epoch + 1, 0, passes);
        return running.Snapshot();
    }

    /// <summary>The order of the next pass; its number is part of the model's state, so that a loaded model goes on as if never stopped.</summary>
    private HostRandom NextOrder()
    {
        var state = (_orders ??= new()).Next().ToArray<long>();
        return new(state[0], state[1]);
    }

    private SeedGenerator? _orders;

    /// <summary>Keeps the last part of the data for validation, as Keras does: before any shuffling.</summary>
    private static (DataSource Training, DataSource? Validation) SplitValidation(DataSource data, DataSource? validation, double split)
    {
        if (split is < 0 or >= 1 or double.NaN) throw new InvalidValueException($"validationSplit must be from 0 to below 1, got {split}.");
        if (split == 0 || validation is not null) return (data, validation);
        if (data.Dataset is not null) throw new DeepSharpException("validationSplit needs data in tensors; for a dataset use Take and Skip and give validation.");
        int training = (int)Math.Floor(data.Count * (1 - split));
        if (training == 0 || training == data.Count)
            throw new InvalidValueException($"validationSplit {split} of {data.Count} samples leaves {training} for training and {data.Count - training} for validation; both need some.");
        return (data.Slice(0, training), data.Slice(training, data.Count - training));
    }

    /// <summary>Forgets what the metrics have taken in.</summary>
    public void ResetMetrics()
    {
        _extraResults = ([], []);
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
            if (value.Rank > 1) continue;       // tables are for reading, not for logs
            if (value.Count == 1) logs[key] = value.Item();
            else foreach (var (i, v) in value.ToDoubles().Index()) logs[$"{key}_{i}"] = v;
        }
        foreach (var (i, name) in _extraResults.Names.Index()) logs[name] = _extraResults.Values[i].Item();
    }
}
