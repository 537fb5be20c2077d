namespace DeepSharp;

/// <summary>Something that is told how training goes and may act on it. Override what is needed.</summary>
/// <remarks>
/// Order: train begin; per epoch: epoch begin, per batch: batch begin, batch end; validation with its test hooks; epoch end; train end.
/// Callbacks are called in their order, then the history, then the progress display.
/// </remarks>
public abstract class Callback
{
    /// <summary>The model being trained, evaluated or asked.</summary>
    public Model Model { get; internal set; } = null!;

    /// <summary>How this run was started.</summary>
    public RunInfo Run { get; internal set; } = RunInfo.None;

    /// <summary>Shows a line to the user without disturbing the progress display.</summary>
    protected void Tell(string line) => Run.Tell(line);

    /// <summary>Before the first epoch.</summary>
    public virtual void OnTrainBegin() { }

    /// <summary>After the last epoch, with its results.</summary>
    public virtual void OnTrainEnd(Logs logs) { }

    /// <summary>Before an epoch, counted from zero.</summary>
    public virtual void OnEpochBegin(int epoch) { }

    /// <summary>After an epoch and its validation; results added to the logs are kept in the history.</summary>
    public virtual void OnEpochEnd(int epoch, Logs logs) { }

    /// <summary>Before a training batch, counted from zero within the epoch.</summary>
    public virtual void OnTrainBatchBegin(int batch) { }

    /// <summary>After a training batch; the logs hold the means of the epoch so far and are worked out only when read.</summary>
    public virtual void OnTrainBatchEnd(int batch, Logs logs) { }

    /// <summary>Before an evaluation or validation.</summary>
    public virtual void OnTestBegin() { }

    /// <summary>After an evaluation or validation.</summary>
    public virtual void OnTestEnd(Logs logs) { }

    /// <summary>Before an evaluation batch.</summary>
    public virtual void OnTestBatchBegin(int batch) { }

    /// <summary>After an evaluation batch.</summary>
    public virtual void OnTestBatchEnd(int batch, Logs logs) { }

    /// <summary>Before a prediction.</summary>
    public virtual void OnPredictBegin() { }

    /// <summary>After a prediction.</summary>
    public virtual void OnPredictEnd() { }

    /// <summary>Before a prediction batch.</summary>
    public virtual void OnPredictBatchBegin(int batch) { }

    /// <summary>After a prediction batch; the outputs stand until the next batch.</summary>
    public virtual void OnPredictBatchEnd(int batch, IReadOnlyList<Tensor> outputs) { }
}

/// <summary>How a run was started.</summary>
/// <param name="Epochs">Number of the last epoch.</param>
/// <param name="Steps">Batches in an epoch; null where it is not known yet.</param>
/// <param name="Verbose">How much is shown.</param>
/// <param name="ValidationFreq">Every how many epochs there is a validation; null for never.</param>
public sealed record RunInfo(int Epochs, int? Steps, Verbosity Verbose, int? ValidationFreq = null)
{
    /// <summary>Takes lines for the user.</summary>
    internal Action<string> Tell { get; init; } = line => Console.Out.WriteLine(line);

    internal static RunInfo None { get; } = new(0, null, Verbosity.Silent);
}

/// <summary>How much a run shows of its progress.</summary>
public enum Verbosity
{
    /// <summary>A bar where the output is a terminal, a line per epoch where it is a file.</summary>
    Auto,

    /// <summary>Nothing.</summary>
    Silent,

    /// <summary>A bar that moves.</summary>
    Bar,

    /// <summary>A line per epoch.</summary>
    Line,
}
