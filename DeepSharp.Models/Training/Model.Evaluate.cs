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
        var feed = new ArrayFeed(data, batchSize ?? 32);
        return RunTest(feed, steps, new CallbackList(this, new(0, steps ?? feed.Steps, verbose), callbacks ?? []));
    }

    /// <summary>Computes the model's outputs for data of any length, batch by batch.</summary>
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
        var feed = new ArrayFeed(new DataSource(x.X), batchSize ?? 32);
        var all = new CallbackList(this, new(0, feed.Steps, verbose), callbacks ?? []);
        Tensor[]? results = null;
        long row = 0;
        all.OnPredictBegin();
        for (int step = 0; step < feed.Steps; step++)
        {
            all.OnPredictBatchBegin(step);
            var batch = feed.Get(step);
            var outputs = RunStep(StepKind.Predict, batch);
            results ??= Array.ConvertAll(outputs, o => Tensor.Empty(o.Shape.With(0, x.Count), o.DType, o.Device));
            for (int i = 0; i < outputs.Length; i++)
            {
                var o = outputs[i].Contiguous();
                long bytes = o.Count / Math.Max(o.Length, 1) * o.DType.Size;
                o.Device.Backend.Copy(o.Storage!, o.Offset * o.DType.Size, results[i].Storage!, row * bytes, o.Count * o.DType.Size);
            }
            row += batch.Count;
            all.OnPredictBatchEnd(step, outputs);
        }
        all.OnPredictEnd();
        return results ?? throw new ShapeMismatchException("Predict got no samples.");
    }

    private Logs RunTest(ArrayFeed feed, int? steps, CallbackList callbacks)
    {
        ResetMetrics();
        callbacks.OnTestBegin();
        var logs = new Logs(CollectLogs);
        for (int step = 0; step < (steps ?? feed.Steps); step++)
        {
            callbacks.OnTestBatchBegin(step);
            RunStep(StepKind.Test, feed.Get(step % feed.Steps));
            logs.Invalidate();
            callbacks.OnTestBatchEnd(step, logs);
        }
        var results = logs.Snapshot();
        callbacks.OnTestEnd(results);
        return results;
    }
}
