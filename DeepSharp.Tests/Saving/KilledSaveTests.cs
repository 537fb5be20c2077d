using DeepSharp.Tests.Data;

namespace DeepSharp.Tests.Saving;

/// <summary>A process killed at any moment while it saves leaves a file that loads and is whole.</summary>
[NonParallelizable]
public sealed class KilledSaveTests
{
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
        for (int i = 0; i < Kills; i++)
        {
            using (var process = KilledSaver.Start(kind, path))
            {
                // A save takes a few milliseconds, a round of training more: the end comes anywhere in one of the first.
                Thread.Sleep(chance.Next(0, kind == KilledSaver.Way.ModelCheckpoint ? 200 : 30));
                Thread.SpinWait(chance.Next(0, 20_000));
                process.Kill();
                process.WaitForExit();
            }
            var model = kind == KilledSaver.Way.SaveWeights ? KilledSaver.Make(-1) : Model.Load(path, compile: false);
            if (kind == KilledSaver.Way.SaveWeights) model.LoadWeights(path);
            float[] values = [.. model.Weights.SelectMany(w => w.Value.ToFloats())];
            Assert.That(values, Is.All.EqualTo(values[0]), $"kill {i + 1}: one save's weights, not parts of two");
            seen.Add(values[0]);
        }
        Assert.That(seen, Has.Count.GreaterThan(1), "the kills came at different moments");
    }
}
