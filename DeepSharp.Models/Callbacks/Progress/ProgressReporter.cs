namespace DeepSharp;

/// <summary>Hands reports to the user's own receiver.</summary>
internal sealed class ProgressReporter(IProgress<FitProgress> receiver, TimeProvider? clock = null) : ProgressCallback(clock: clock)
{
    protected override void Report(FitProgress progress) => receiver.Report(progress);
}
