namespace DeepSharp;

public partial class Model
{
    /// <summary>Trains on one batch.</summary>
    /// <param name="data">Inputs and targets of the batch.</param>
    /// <param name="classWeight">A factor for the loss of each class.</param>
    /// <returns>The batch's loss and metrics; worked out when read, before the next call.</returns>
    /// <exception cref="DeepSharpException">The model is not compiled.</exception>
    public Logs TrainOnBatch(DataSource data, IReadOnlyDictionary<int, double>? classWeight = null)
    {
        data = data.For(this);
        return OnBatch(StepKind.Train, classWeight is null ? data : data.WithClassWeights(classWeight));
    }

    /// <summary>Judges one batch.</summary>
    /// <param name="data">Inputs and targets of the batch.</param>
    /// <returns>The batch's loss and metrics; worked out when read, before the next call.</returns>
    /// <exception cref="DeepSharpException">The model is not compiled.</exception>
    public Logs TestOnBatch(DataSource data) => OnBatch(StepKind.Test, data.For(this));

    /// <summary>Computes the only output for one batch. May be called from several threads.</summary>
    public Tensor PredictOnBatch(DataSource x)
    {
        var outputs = PredictBatch(new(x.For(this).X, [], []));
        return outputs.Length == 1 ? outputs[0] : throw new DeepSharpException($"Model '{Name}' has {outputs.Length} outputs; use PredictAll.");
    }

    private Logs OnBatch(StepKind kind, DataSource data)
    {
        if (!IsCompiled) throw NotCompiled();
        ResetMetrics();
        RunStep(kind, new(data.X, data.Y, data.SampleWeights));
        var logs = new Logs(CollectLogs);
        logs.Invalidate();
        return logs;
    }
}
