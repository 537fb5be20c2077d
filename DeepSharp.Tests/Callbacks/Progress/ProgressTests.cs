using Microsoft.Extensions.Logging;
using Spectre.Console;

namespace DeepSharp.Tests;

public class ProgressTests
{
    private static readonly Model s_model = CallbackRun.Model();

    private static Logs Logs(params (string Name, double Value)[] values)
    {
        var logs = new Logs();
        foreach (var (name, value) in values) logs[name] = value;
        return logs;
    }

    /// <summary>Plays one epoch of four steps of half a second each, and a validation of two seconds.</summary>
    private static void Play(ProgressCallback progress, FakeClock clock, int epochs = 2, int? steps = 4)
    {
        (progress.Model, progress.Run) = (s_model, new RunInfo(epochs, steps, Verbosity.Auto));
        progress.OnTrainBegin();
        progress.OnEpochBegin(0);
        for (int i = 0; i < 4; i++)
        {
            clock.Move(0.5);
            progress.OnTrainBatchEnd(i, Logs(("loss", 1.0 / (i + 1)), ("accuracy", 0.25)));
        }
        progress.OnTestBegin();
        clock.Move(2);
        progress.OnTestBatchEnd(0, Logs(("loss", 0.5)));
        progress.OnTestEnd(Logs(("loss", 0.5)));
        progress.OnEpochEnd(0, Logs(("loss", 0.25), ("accuracy", 0.25), ("val_loss", 0.0005)));
        progress.OnTrainEnd(Logs());
    }

    private static (IAnsiConsole Console, StringWriter Text) Terminal(bool unicode = true, bool ansi = false, int width = 120)
    {
        var text = new StringWriter { NewLine = "\n" };
        var console = AnsiConsole.Create(new()
        {
            Out = new AnsiConsoleOutput(text),
            Ansi = ansi ? AnsiSupport.Yes : AnsiSupport.No,
            ColorSystem = ansi ? ColorSystemSupport.Standard : ColorSystemSupport.NoColors,
        });
        (console.Profile.Width, console.Profile.Capabilities.Unicode) = (width, unicode);
        return (console, text);
    }

    /// <summary>What a terminal shows: a carriage return begins the line anew.</summary>
    private static IEnumerable<string> Drawn(StringWriter text) =>
        text.ToString().Split('\n').SelectMany(l => l.Split('\r')).Select(l => l.TrimEnd()).Where(l => l.Length > 0);

    [Test]
    [CommaCulture]
    public void Bar_Epoch_IsDrawnAsKerasDoes()
    {
        var clock = new FakeClock();
        var (console, text) = Terminal();
        Play(new ProgbarLogger(console, clock), clock);
        Assert.That(Drawn(text), Is.EqualTo((string[])
        [
            "Epoch 1/2",
            "1/4 ━━━━━━━━━━━━━━━━━━━━ 1s 500ms/step - accuracy: 0.2500 - loss: 1.0000",
            "2/4 ━━━━━━━━━━━━━━━━━━━━ 1s 500ms/step - accuracy: 0.2500 - loss: 0.5000",
            "3/4 ━━━━━━━━━━━━━━━━━━━━ 0s 500ms/step - accuracy: 0.2500 - loss: 0.3333",
            "4/4 ━━━━━━━━━━━━━━━━━━━━ 0s 500ms/step - accuracy: 0.2500 - loss: 0.2500",
            "4/4 ━━━━━━━━━━━━━━━━━━━━ 4s 1s/step - accuracy: 0.2500 - loss: 0.2500 - val_loss: 5.0000e-04",
        ]));
    }

    [Test]
    public void Bar_NoUnicode_IsDrawnInAscii()
    {
        var clock = new FakeClock();
        var (console, text) = Terminal(unicode: false);
        Play(new ProgbarLogger(console, clock), clock, epochs: 1);
        Assert.That(Drawn(text).First(), Does.StartWith("1/4 =====............... 1s "));
        Assert.That(text.ToString(), Does.Not.Contain("━").And.Not.Contain("Epoch"));
    }

    [Test]
    public void Bar_Ansi_HasColors()
    {
        var clock = new FakeClock();
        var (console, text) = Terminal(ansi: true);
        Play(new ProgbarLogger(console, clock), clock);
        Assert.That(text.ToString(), Does.Contain("\u001b[1m1/4\u001b[0m"));
    }

    [Test]
    public void Bar_NarrowTerminal_CutsRunningLines()
    {
        var clock = new FakeClock();
        var (console, text) = Terminal(width: 50);
        Play(new ProgbarLogger(console, clock), clock);
        Assert.That(text.ToString().Split('\n')[1].Split('\r').Select(l => l.TrimEnd().Length).SkipLast(1), Is.All.LessThan(50));
    }

    [Test]
    public void Bar_UnknownLength_SaysSo()
    {
        var clock = new FakeClock();
        var (console, text) = Terminal();
        Play(new ProgbarLogger(console, clock), clock, steps: null);
        Assert.That(Drawn(text).Skip(1).First(), Is.EqualTo("      1/Unknown 0s 500ms/step - accuracy: 0.2500 - loss: 1.0000").Or.EqualTo("      1/Unknown 1s 500ms/step - accuracy: 0.2500 - loss: 1.0000"));
        Assert.That(Drawn(text).Last(), Does.StartWith("4/4 ━━━━━━━━━━━━━━━━━━━━ 4s "));
    }

    [Test]
    public void Bar_LineFromACallback_StandsOnItsOwn()
    {
        var clock = new FakeClock();
        var (console, text) = Terminal();
        var bar = new ProgbarLogger(console, clock) { Model = s_model, Run = new(1, 4, Verbosity.Bar) };
        bar.OnTrainBegin();
        bar.OnEpochBegin(0);
        clock.Move(1);
        bar.OnTrainBatchEnd(0, Logs());
        bar.ShowLine("saved");
        Assert.That(Drawn(text).Last(), Is.EqualTo("saved"));
        Assert.That(text.ToString(), Does.EndWith("\rsaved\n"));
    }

    [Test]
    [CommaCulture]
    public void Line_Epoch_IsOneLineWithoutAnsi()
    {
        var clock = new FakeClock();
        var text = new StringWriter { NewLine = "\n" };
        Play(new LineProgress(text, clock), clock);
        Assert.That(text.ToString(), Is.EqualTo("Epoch 1/2\n4/4 - 4s - 1s/step - accuracy: 0.2500 - loss: 0.2500 - val_loss: 5.0000e-04\n"));
    }

    [Test]
    public void Reports_FastSteps_AreRareAndReadNoResultsBetween()
    {
        var clock = new FakeClock();
        List<FitProgress> reports = [];
        int reads = 0;
        var callback = new ProgressReporter(new Receiver(reports.Add), clock) { Model = s_model, Run = new(1, 1000, Verbosity.Silent) };
        callback.OnTrainBegin();
        callback.OnEpochBegin(0);
        for (int i = 0; i < 1000; i++)
        {
            clock.Move(0.001);
            callback.OnTrainBatchEnd(i, UnreadLogs(() => reads++));
        }
        callback.OnEpochEnd(0, Logs(("loss", 1)));
        Assert.Multiple(() =>
        {
            Assert.That(reads, Is.EqualTo(20));
            Assert.That(reports.Select(r => r.Step).Take(4), Is.EqualTo((int[])[0, 50, 100, 150]));
            Assert.That(reports[^1], Is.EqualTo(new FitProgress(1, 1, 1000, 1000, reports[^1].Logs, TimeSpan.FromSeconds(1), ProgressPhase.Training)
            {
                StepTime = TimeSpan.FromMilliseconds(1),
                IsFinished = true,
            }));
        });
    }

    [TestCase(12.4, "12s")]
    [TestCase(65.0, "1:05")]
    [TestCase(3723.0, "1:02:03")]
    public void Time_Remaining_HasKerasForm(double seconds, string expected) => Assert.That(
        ProgressText.Time(new(1, 1, 1, 2, new(), TimeSpan.Zero, ProgressPhase.Training) { StepTime = TimeSpan.FromSeconds(seconds) }), Is.EqualTo(expected));

    [TestCase(2.4, "2s/step")]
    [TestCase(0.0402, "40ms/step")]
    [TestCase(0.0000071, "7us/step")]
    [TestCase(0.0, "0s/step")]
    public void PerStep_Duration_HasKerasUnit(double seconds, string expected) => Assert.That(ProgressText.PerStep(TimeSpan.FromSeconds(seconds)), Is.EqualTo(expected));

    [Test]
    public void EvaluateAndPredict_Line_PrintOneLineEach()
    {
        string text = CallbackRun.Console(() =>
        {
            CallbackRun.Model().Evaluate(CallbackRun.Data, batchSize: 2, verbose: Verbosity.Line);
            CallbackRun.Model().Predict(CallbackRun.Data, batchSize: 2, verbose: Verbosity.Line);
        });
        Assert.That(text, Does.Match(@"^2/2 - \d+s - \d+(s|ms|us)/step - loss: [\d.e+-]+\n2/2 - \d+s - \d+(s|ms|us)/step\n$"));
    }

    [Test]
    public void Fit_Silent_PrintsNothing() =>
        Assert.That(CallbackRun.Console(() => CallbackRun.Model().Fit(CallbackRun.Data, epochs: 2, verbose: Verbosity.Silent)), Is.Empty);

    [Test]
    public void Fit_Receiver_IsToldOfEveryEpoch()
    {
        List<FitProgress> reports = [];
        CallbackRun.Model().Fit(CallbackRun.Data, epochs: 2, verbose: Verbosity.Silent, validation: CallbackRun.Data, progress: new Receiver(reports.Add));
        var ends = reports.Where(r => r.IsFinished).ToList();
        Assert.That(ends.Select(r => (r.Epoch, r.Epochs, r.Step, r.Phase)), Is.EqualTo(new[] { (1, 2, 1, ProgressPhase.Training), (2, 2, 1, ProgressPhase.Training) }));
        Assert.That(ends[0].Logs.Keys, Is.EqualTo((string[])["loss", "val_loss"]));
    }

    [Test]
    public void LoggerProgress_Fit_WritesAnEntryPerEpoch()
    {
        var logger = new Recorder();
        CallbackRun.Model().Fit(CallbackRun.Data, batchSize: 2, epochs: 2, verbose: Verbosity.Silent, callbacks: [new LoggerProgress(logger)]);
        Assert.That(logger.Lines, Has.Count.EqualTo(2));
        Assert.That(logger.Lines[1], Does.Match(@"^Information: Epoch 2/2: 2 steps in \d+\.\d s, loss: \d"));
    }

    private static Logs UnreadLogs(Action read)
    {
        var unread = new Logs(logs =>
        {
            read();
            logs["loss"] = 1;
        });
        unread.Invalidate();
        return unread;
    }

    private sealed class Receiver(Action<FitProgress> report) : IProgress<FitProgress>
    {
        public void Report(FitProgress value) => report(value);
    }

    private sealed class Recorder : ILogger
    {
        public List<string> Lines { get; } = [];

        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            Lines.Add($"{logLevel}: {formatter(state, exception)}");
    }
}
