using DeepSharp.Tests.Data;

namespace DeepSharp.Tests.Saving;

/// <summary>A process killed at any moment while it saves leaves a file that loads and is whole.</summary>
[NonParallelizable]
public sealed class KilledSaveTests
{
    /// <summary>Where no process came past its first save, more are killed, each twice as late as the one before; the last after so many milliseconds.</summary>
    private const int Latest = 64_000;

    /// <summary>Kills of each way to save; DEEPSHARP_KILLS asks for more.</summary>
    private static int Kills => int.TryParse(Environment.GetEnvironmentVariable("DEEPSHARP_KILLS"), out int more) ? more : 12;

    [Test]
    public void Save_KilledAtAnyMoment_LeavesAWholeFile([Values(KilledSaver.Way.Save, KilledSaver.Way.SaveWeights, KilledSaver.Way.ModelCheckpoint)] object way)
    {
        using var folder = new TemporaryFolder();
        var kind = (KilledSaver.Way)way;
        string path = folder.File(kind == KilledSaver.Way.SaveWeights ? "model.weights.h5" : "model.keras");
        var chance = new Random(7);
        var seen = new HashSet<float>();
        int kills = 0;
        // A save takes a few milliseconds, a round of training more: the end comes anywhere in one of the first.
        for (; kills < Kills; kills++) seen.Add(SaveAndKill(kind, path, chance.Next(0, kind == KilledSaver.Way.ModelCheckpoint ? 200 : 30), chance.Next(0, 20_000)));
        for (int wait = 250; seen.Count < 2 && wait <= Latest; wait *= 2, kills++) seen.Add(SaveAndKill(kind, path, wait, 0));
        Assert.That(seen, Has.Count.GreaterThan(1), $"{kills} processes were killed, the last {Latest} ms after its first save, and all left the same one");
        TestContext.Out.WriteLine($"{kills} kills, {seen.Count} different saves");
    }

    /// <summary>Kills a process that saves and loads what it leaves.</summary>
    /// <returns>The number of the save that is in the file.</returns>
    private static float SaveAndKill(KilledSaver.Way kind, string path, int milliseconds, int spins)
    {
        using (var process = KilledSaver.Start(kind, path))
        {
            Thread.Sleep(milliseconds);
            Thread.SpinWait(spins);
            process.Kill();
            process.WaitForExit();
        }
        var model = kind == KilledSaver.Way.SaveWeights ? KilledSaver.Make(-1) : Model.Load(path, compile: false);
        if (kind == KilledSaver.Way.SaveWeights) model.LoadWeights(path);
        float[] values = [.. model.Weights.SelectMany(w => w.Value.ToFloats())];
        Assert.That(values, Is.All.EqualTo(values[0]), $"killed after {milliseconds} ms: one save's weights, not parts of two");
        return values[0];
    }
}
