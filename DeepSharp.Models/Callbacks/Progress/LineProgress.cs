namespace DeepSharp;

/// <summary>A line per epoch, for files and pipes: <c>313/313 - 2s - 6ms/step - accuracy: 0.9123 - loss: 0.3011</c>.</summary>
internal sealed class LineProgress(TextWriter output, TimeProvider? clock = null) : ProgressCallback(TimeSpan.MaxValue, clock)
{
    protected override void Report(FitProgress progress)
    {
        if (progress.IsFinished)
            output.WriteLine($"{ProgressText.Count(progress)} - {ProgressText.Seconds(progress.Elapsed)} - {ProgressText.PerStep(progress.StepTime)}{ProgressText.Results(progress.Logs)}");
        else if (progress.Epochs > 1) output.WriteLine(FormattableString.Invariant($"Epoch {progress.Epoch}/{progress.Epochs}"));
    }

    internal override void ShowLine(string line) => output.WriteLine(line);
}
