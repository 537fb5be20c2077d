using System.Globalization;

namespace DeepSharp.Tests;

public class ModelCheckpointTests
{
    private static List<string> Paths(string template, string monitor, double[] values, bool bestOnly = false, MonitorMode mode = MonitorMode.Min,
        SaveFreq freq = default, double? threshold = null, bool weightsOnly = false)
    {
        List<string> paths = [];
        var checkpoint = new ModelCheckpoint(template, monitor, false, bestOnly, weightsOnly, mode, freq, threshold) { Write = (_, path) => paths.Add(path) };
        try
        {
            CallbackRun.Epochs(CallbackRun.Model(), "watched", values, checkpoint);
        }
        catch (DeepSharpException e)
        {
            paths.Add(e.Message);
        }
        return paths;
    }

    [Test]
    public void EveryEpoch_Template_IsFilled() =>
        Assert.That(Paths("{epoch:02d}-{watched:.2f}.keras", "watched", [0.5, 0.125]), Is.EqualTo((string[])["01-0.50.keras", "02-0.12.keras"]).Or.EqualTo((string[])["01-0.50.keras", "02-0.13.keras"]));

    [Test]
    public void SaveBestOnly_OnlyBetterEpochs_AreWritten()
    {
        Assert.That(Paths("{epoch}.keras", "watched", [0.5, 0.6, 0.4], bestOnly: true), Is.EqualTo((string[])["1.keras", "3.keras"]));
        Assert.That(Paths("{epoch}.keras", "watched", [0.5, 0.6, 0.4], bestOnly: true, mode: MonitorMode.Max), Is.EqualTo((string[])["1.keras", "2.keras"]));
        Assert.That(Paths("{epoch}.keras", "watched", [0.5, 0.6, 0.4], bestOnly: true, threshold: 0.45), Is.EqualTo((string[])["3.keras"]));
    }

    [Test]
    public void SaveBestOnly_UnknownMonitor_SavesThenThrows() => Assert.That(Paths("{epoch}-{val_loss:.2f}.keras", "val_loss", [0.5], bestOnly: true), Is.EqualTo((string[])
    [
        "1-val_loss.keras",
        "ModelCheckpoint watches 'val_loss', but there is no such result; there are 'loss', 'watched'. Give Fit validation data, or watch a training result. "
        + "The model as it is now was saved to '1-val_loss.keras'.",
    ]));

    [Test]
    public void Template_UnknownName_SavesThenThrows() => Assert.That(Paths("{acc:.2f}.keras", "watched", [0.5]), Is.EqualTo((string[])
    [
        "acc.keras",
        "The path '{acc:.2f}.keras' asks for 'acc', which is not known; known are 'loss', 'watched', 'epoch'. The model as it is now was saved to 'acc.keras'.",
    ]));

    [Test]
    public void SaveFreq_Batches_CountAcrossEpochs() =>
        Assert.That(Paths("{epoch}-{batch}.keras", "loss", [1, 1, 1], freq: 3), Is.EqualTo((string[])["2-1.keras", "3-2.keras"]));

    [Test]
    public void Best_SecondFit_IsKept()
    {
        List<string> paths = [];
        var checkpoint = new ModelCheckpoint("{epoch}.keras", "watched", saveBestOnly: true, mode: MonitorMode.Min) { Write = (_, path) => paths.Add(path) };
        CallbackRun.Epochs(CallbackRun.Model(), "watched", [0.5], checkpoint);
        CallbackRun.Epochs(CallbackRun.Model(), "watched", [0.6, 0.4], checkpoint);
        Assert.That(paths, Is.EqualTo((string[])["1.keras", "2.keras"]));
    }

    [Test]
    public void Path_WrongEnding_Throws([Values] bool weightsOnly) => Assert.That(
        () => new ModelCheckpoint("model.bin", saveWeightsOnly: weightsOnly),
        Throws.TypeOf<InvalidValueException>().With.Message.Contains(weightsOnly ? "must end in .weights.h5 or .safetensors" : "must end in .keras"));

    [Test]
    public void Fit_RealFile_CanBeLoaded()
    {
        string folder = Directory.CreateTempSubdirectory().FullName;
        try
        {
            var model = CallbackRun.Model();
            string path = Path.Combine(folder, "deeper", "best.keras");
            CallbackRun.Epochs(model, "watched", [1], new ModelCheckpoint(path, "loss", saveBestOnly: true), new ModelCheckpoint(Path.Combine(folder, "w.safetensors"), saveWeightsOnly: true));
            Assert.That(CallbackRun.Weight(Model.Load(path)), Is.EqualTo(CallbackRun.Weight(model)));
            Assert.That(File.Exists(Path.Combine(folder, "w.safetensors")));
        }
        finally
        {
            Directory.Delete(folder, true);
        }
    }

    [TestCase("{a:.2f}", 1.5, "1.50")]
    [TestCase("{a:03d}", 7, "007")]
    [TestCase("{a:5d}|", 7, "    7|")]
    [TestCase("{a:.3e}", 0.00123, "1.230e-03")]
    [TestCase("{a:.1%}", 0.123, "12.3%")]
    [TestCase("{a}", 0.1, "0.1")]
    [TestCase("{{a}}", 1, "{a}")]
    [TestCase("{a:06.2f}", -1.5, "-01.50")]
    [CommaCulture]
    public void PathTemplate_PythonFormat_IsUnderstood(string template, double value, string expected)
    {
        Assert.That(new PathTemplate(template).Fill(new Dictionary<string, double> { ["a"] = value }, out string? fault), Is.EqualTo(expected));
        Assert.That(fault, Is.Null);
    }

    [Test]
    public void PathTemplate_FormatThatDoesNotFit_IsAFault()
    {
        new PathTemplate("{a:d}").Fill(new Dictionary<string, double> { ["a"] = 1.5 }, out string? fault);
        Assert.That(fault, Does.Contain("format 'd' for 'a'"));
    }

    [Test]
    public void MaxToKeep_OneFileMore_DropsTheOldest()
    {
        using var folder = new Data.TemporaryFolder();
        var checkpoint = new ModelCheckpoint(folder.File("{epoch}.keras"), "watched", maxToKeep: 2);
        CallbackRun.Epochs(CallbackRun.Model(), "watched", [1, 2, 3], checkpoint);
        Assert.That(Directory.GetFiles(folder.Path).Select(Path.GetFileName), Is.EquivalentTo((string[])["2.keras", "3.keras"]));
        Assert.That(() => new ModelCheckpoint("a.keras", maxToKeep: 0), Throws.TypeOf<InvalidValueException>().With.Message.EqualTo(
            "ModelCheckpoint: maxToKeep must be 1 or more (null for all files), got 0."));
    }
}
