namespace DeepSharp;

/// <summary>How far a training epoch, an evaluation or a prediction is.</summary>
/// <param name="Epoch">The epoch, counted from one; 0 outside training.</param>
/// <param name="Epochs">Number of the last epoch; 0 outside training.</param>
/// <param name="Step">Batches done; 0 at the beginning.</param>
/// <param name="Steps">Batches there are; null where it is not known yet.</param>
/// <param name="Logs">The results so far, in the end with those of the validation.</param>
/// <param name="Elapsed">Time since the beginning; in the end that of the validation is in it.</param>
/// <param name="Phase">What is being done.</param>
public sealed record FitProgress(int Epoch, int Epochs, int Step, int? Steps, Logs Logs, TimeSpan Elapsed, ProgressPhase Phase)
{
    /// <summary>Mean time of a step, without the first one, which prepares the others.</summary>
    public TimeSpan StepTime { get; init; }

    /// <summary>Whether this is the last report of the epoch, the evaluation or the prediction.</summary>
    public bool IsFinished { get; init; }

    /// <summary>Time left, as far as the steps so far let expect; null where it is not known.</summary>
    public TimeSpan? Remaining => Steps - Step is { } left ? StepTime * left : null;
}

/// <summary>What a model is doing.</summary>
public enum ProgressPhase
{
    /// <summary>Training, with the validation after each epoch.</summary>
    Training,

    /// <summary>Evaluation by itself.</summary>
    Evaluating,

    /// <summary>Prediction.</summary>
    Predicting,
}
