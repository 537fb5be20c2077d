using Spectre.Console;

namespace DeepSharp;

/// <summary>A bar on a terminal, drawn over itself: <c>  3/313 ━━━━━━━━━━━━━━━━━━━━ 12s 40ms/step - accuracy: 0.1250 - loss: 2.3021</c>.</summary>
/// <remarks><c>Fit</c> shows progress by itself as <c>verbose</c> says; this is for a bar where there would be lines or nothing, and for a
/// <see cref="CallbackList"/> of your own.</remarks>
public sealed class ProgbarLogger : ProgressCallback
{
    private const int Width = 20;

    private readonly IAnsiConsole _console;

    /// <summary>A bar on the console.</summary>
    public ProgbarLogger() : this(AnsiConsole.Console) { }

    internal ProgbarLogger(IAnsiConsole console, TimeProvider? clock = null) : base(clock: clock) => _console = console;

    /// <summary>Columns of the line that stands unfinished on the terminal.</summary>
    private int _open;

    /// <inheritdoc/>
    protected override void Report(FitProgress progress)
    {
        if (progress.Step == 0 && !progress.IsFinished)
        {
            if (progress.Epochs > 1) _console.WriteLine(FormattableString.Invariant($"Epoch {progress.Epoch}/{progress.Epochs}"));
            return;
        }
        var (count, time) = (ProgressText.Count(progress), ProgressText.Time(progress));
        string rest = $" {ProgressText.PerStep(progress.StepTime)}{ProgressText.Results(progress.Logs)}";
        int head = count.Length + (progress.Steps is null ? 0 : 1 + Width) + 1 + time.Length;
        // A line that wraps cannot be drawn over, so it is cut until it is final.
        if (!progress.IsFinished) rest = rest[..Math.Clamp(_console.Profile.Width - 1 - head, 0, rest.Length)];
        Erase();
        _console.Write(new Markup($"[bold]{count}[/]{Bar(progress)} [bold]{time}[/]{Markup.Escape(rest)}"));
        if (progress.IsFinished) _console.WriteLine();
        else _open = head + rest.Length;
    }

    internal override void ShowLine(string line)
    {
        Erase();
        _console.WriteLine(line);
    }

    private string Bar(FitProgress progress)
    {
        if (progress.Steps is not { } steps) return "";
        int done = steps == 0 ? Width : (int)Math.Min(Width, (long)Width * progress.Step / steps);
        var (full, empty) = _console.Profile.Capabilities.Unicode ? ('━', '━') : ('=', '.');
        return $" [green]{new string(full, done)}[/][grey]{new string(empty, Width - done)}[/]";
    }

    /// <summary>Goes back to the start of the line and clears it, with blanks, which every terminal understands.</summary>
    private void Erase()
    {
        if (_open == 0) return;
        _console.Profile.Out.Writer.Write($"\r{new string(' ', _open)}\r");
        _open = 0;
    }
}
