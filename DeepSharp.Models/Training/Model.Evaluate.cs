namespace DeepSharp;

public partial class Model
{
    /// <summary>Judges the model: the loss and every metric over the data.</summary>
    /// <param name="data">Inputs and targets.</param>
    /// <param name="batchSize">Samples per step; 32 if not given.</param>
    /// <param name="verbose">How much is shown.</param>
    /// <param name="steps">Batches; all of the data if not given.</param>
    /// <param name="callbacks">Told what happens.</param>
    /// <returns>The results by name.</returns>
    public Logs Evaluate(DataSource data, int? batchSize = null, Verbosity verbose = Verbosity.Auto, int? steps = null, IReadOnlyList<Callback>? callbacks = null)
    {
        if (!IsCompiled) throw NotCompiled();
        using var feed = BatchFeed.For(data.For(this), batchSize);
        return RunTest(feed, steps, new CallbackList(this, new(0, steps ?? feed.Steps, verbose), callbacks ?? []));
    }

    /// <summary>Computes the model's outputs for data of any length, batch by batch. May be called from several threads.</summary>
    /// <param name="x">The inputs.</param>
    /// <param name="batchSize">Samples per step; 32 if not given.</param>
    /// <param name="verbose">How much is shown.</param>
    /// <returns>The only output; use <see cref="PredictAll"/> for a model with several.</returns>
    public Tensor Predict(DataSource x, int? batchSize = null, Verbosity verbose = Verbosity.Auto)
    {
        var outputs = PredictAll(x, batchSize, verbose);
        return outputs.Length == 1 ? outputs[0] : throw new DeepSharpException($"Model '{Name}' has {outputs.Length} outputs; use PredictAll.");
    }

    /// <summary>Computes all outputs of the model.</summary>
    /// <inheritdoc cref="Predict"/>
    public Tensor[] PredictAll(DataSource x, int? batchSize = null, Verbosity verbose = Verbosity.Auto, IReadOnlyList<Callback>? callbacks = null)
    {
        x = x.For(this);
        using var feed = BatchFeed.For(x.Dataset is { } d ? new(d.Map(e => e with { Y = [], SampleWeights = [] })) : new(x.X), batchSize);
        var all = new CallbackList(this, new(0, feed.Steps, verbose), callbacks ?? []);
        var rows = new List<Tensor[]>();
        all.OnPredictBegin();
        feed.Restart(null);
        for (int step = 0; feed.Next() is { } batch; step++)
        {
            all.OnPredictBatchBegin(step);
            var outputs = PredictBatch(batch);
            rows.Add(outputs);
            all.OnPredictBatchEnd(step, outputs);
        }
        all.OnPredictEnd();
        if (rows.Count == 0) throw new DeepSharpException("The data gave no batch to predict.");
        return [.. rows[0].Index().Select(o => rows.Count == 1 ? o.Item : Tensor.Concat([.. rows.Select(r => r[o.Index])], 0))];
    }

    private Logs RunTest(BatchFeed feed, int? steps, CallbackList callbacks)
    {
        ResetMetrics();
        callbacks.OnTestBegin();
        var logs = new Logs(CollectLogs);
        feed.Restart(null);
        for (int step = 0; step < (steps ?? int.MaxValue) && feed.Next() is { } batch; step++)
        {
            callbacks.OnTestBatchBegin(step);
            RunStep(StepKind.Test, batch);
            logs.Invalidate();
            callbacks.OnTestBatchEnd(step, logs);
        }
        var results = logs.Snapshot();
        callbacks.OnTestEnd(results);
        return results;
    }
}
