using Microsoft.Extensions.Logging;

namespace DeepSharp;

/// <summary>Writes a log entry after each epoch, evaluation and prediction.</summary>
/// <param name="logger">Where to.</param>
/// <param name="level">The level of the entries.</param>
public sealed class LoggerProgress(ILogger logger, LogLevel level = LogLevel.Information) : ProgressCallback(TimeSpan.MaxValue)
{
    /// <inheritdoc/>
    protected override void Report(FitProgress progress)
    {
        if (!progress.IsFinished || !logger.IsEnabled(level)) return;
        string seconds = progress.Elapsed.TotalSeconds.ToString("0.0", System.Globalization.CultureInfo.InvariantCulture);
        if (progress.Phase == ProgressPhase.Training)
            logger.Log(level, "Epoch {Epoch}/{Epochs}: {Steps} steps in {Seconds} s, {Results}", progress.Epoch, progress.Epochs, progress.Step, seconds, progress.Logs.ToString());
        else if (progress.Phase == ProgressPhase.Evaluating)
            logger.Log(level, "Evaluation: {Steps} steps in {Seconds} s, {Results}", progress.Step, seconds, progress.Logs.ToString());
        else logger.Log(level, "Prediction: {Steps} steps in {Seconds} s", progress.Step, seconds);
    }
}
