using System.Globalization;

namespace DeepSharp;

/// <summary>The parts of a progress line, as Keras prints them, whatever the culture.</summary>
internal static class ProgressText
{
    /// <summary><c>  3/313</c>, or <c>      3/Unknown</c>.</summary>
    public static string Count(FitProgress p) => p.Steps is { } steps
        ? FormattableString.Invariant($"{p.Step.ToString(CultureInfo.InvariantCulture).PadLeft(steps.ToString(CultureInfo.InvariantCulture).Length)}/{steps}")
        : $"{p.Step.ToString(CultureInfo.InvariantCulture),7}/Unknown";

    /// <summary>Time left while running (<c>12s</c>, <c>1:05</c>, <c>1:02:03</c>), in the end whole seconds that have passed.</summary>
    public static string Time(FitProgress p)
    {
        if (p.IsFinished || p.Remaining is not { } left) return Seconds(p.Elapsed);
        long s = (long)left.TotalSeconds;
        return left.TotalSeconds > 3600 ? FormattableString.Invariant($"{s / 3600}:{s % 3600 / 60:00}:{s % 60:00}")
            : left.TotalSeconds > 60 ? FormattableString.Invariant($"{s / 60}:{s % 60:00}")
            : FormattableString.Invariant($"{s}s");
    }

    /// <summary><c>2s</c>.</summary>
    public static string Seconds(TimeSpan time) => time.TotalSeconds.ToString("0", CultureInfo.InvariantCulture) + "s";

    /// <summary><c>2s/step</c>, <c>40ms/step</c> or <c>7us/step</c>.</summary>
    public static string PerStep(TimeSpan time) =>
        time.TotalSeconds >= 1 || time == TimeSpan.Zero ? $"{Seconds(time)}/step"
        : time.TotalMilliseconds >= 1 ? time.TotalMilliseconds.ToString("0", CultureInfo.InvariantCulture) + "ms/step"
        : time.TotalMicroseconds.ToString("0", CultureInfo.InvariantCulture) + "us/step";

    /// <summary><c> - accuracy: 0.9123 - loss: 0.3011</c>; the validation's results come behind the training's.</summary>
    public static string Results(Logs logs) => string.Concat(logs.OrderBy(r => r.Key.StartsWith("val_", StringComparison.Ordinal))
        .Select(r => $" - {r.Key}: {LogFormat.Number(r.Value)}"));
}
