namespace DeepSharp.Tests;

public class EarlyStoppingTests
{
    private static int Epochs(EarlyStopping stopping, params double[] values) =>
        CallbackRun.Epochs(CallbackRun.Model(), "watched", values, stopping).Epochs.Count;

    // The waiting counts from the best epoch, the first; 0 and 1 are the same.
    [TestCase(0, 2)]
    [TestCase(1, 2)]
    [TestCase(2, 3)]
    [TestCase(3, 6)]
    public void Patience_NoImprovement_Stops(int patience, int epochs) =>
        Assert.That(Epochs(new("watched", patience: patience, mode: MonitorMode.Min), 1.0, 1.0, 2.0, 0.9, 1.0, 0.8), Is.EqualTo(epochs));

    [Test]
    public void MinDelta_SmallChange_DoesNotCount()
    {
        Assert.That(Epochs(new("watched", minDelta: 0.1, mode: MonitorMode.Min), 1.0, 0.95, 0.9), Is.EqualTo(2));
        Assert.That(Epochs(new("watched", minDelta: 0.1, mode: MonitorMode.Max), 1.0, 1.2, 1.25, 2), Is.EqualTo(3));
        Assert.That(Epochs(new("watched", minDelta: -0.1, mode: MonitorMode.Max), 1.0, 1.2, 1.25, 2), Is.EqualTo(3));
    }

    [Test]
    public void Baseline_NotBeaten_PatienceRunsOn() =>
        Assert.That(Epochs(new("watched", patience: 2, baseline: 0.5, mode: MonitorMode.Min), 1.0, 0.9, 0.95, 0.1), Is.EqualTo(3));

    [Test]
    public void StartFromEpoch_EarlierEpochs_AreNotWatched() =>
        Assert.That(Epochs(new("watched", startFromEpoch: 2, mode: MonitorMode.Min), 0.1, 0.2, 0.5, 0.6, 0.7), Is.EqualTo(4));

    [Test]
    public void RestoreBestWeights_StoppedOrNot_BringsThemBack([Values(1, 10)] int patience)
    {
        var model = CallbackRun.Model();
        List<float> weights = [];
        var stopping = new EarlyStopping("watched", patience: patience, mode: MonitorMode.Min, restoreBestWeights: true);
        CallbackRun.Epochs(model, "watched", [1.0, 0.5, 0.7], stopping, new LambdaCallback(onEpochEnd: (_, _) => weights.Add(CallbackRun.Weight(model))));
        Assert.Multiple(() =>
        {
            Assert.That(weights, Is.Unique);
            Assert.That(CallbackRun.Weight(model), Is.EqualTo(weights[1]));
            Assert.That((stopping.BestEpoch, stopping.Best), Is.EqualTo((1, (double?)0.5)));
            Assert.That(stopping.StoppedEpoch, patience == 1 ? Is.EqualTo(2) : Is.Null);
        });
    }

    [Test]
    public void Fit_Again_StartsAnew()
    {
        var stopping = new EarlyStopping("watched", mode: MonitorMode.Min);
        Assert.That(Epochs(stopping, 0.1, 0.2), Is.EqualTo(2));
        Assert.That(Epochs(stopping, 5.0, 4.0, 3.0), Is.EqualTo(3));
    }

    [Test]
    public void Verbose_Stopped_SaysSo() => Assert.That(
        CallbackRun.Console(() => Epochs(new("watched", verbose: true, mode: MonitorMode.Min, restoreBestWeights: true), 1.0, 2.0)),
        Is.EqualTo("Epoch 2: early stopping\nRestoring model weights from the end of the best epoch: 1.\n"));

    [Test]
    public void UnknownMonitor_NamesTheResults() => Assert.That(() => Epochs(new(), 1.0), Throws.TypeOf<DeepSharpException>().With.Message.EqualTo(
        "EarlyStopping watches 'val_loss', but there is no such result; there are 'loss', 'watched'. Give Fit validation data, or watch a training result."));

    [Test]
    public void NoDirection_Auto_AsksForAMode() => Assert.That(
        () => Epochs(new("watched"), 1.0), Throws.TypeOf<DeepSharpException>().With.Message.Contains("pass mode: MonitorMode.Max or MonitorMode.Min"));

    [Test]
    public void Auto_MetricWithDirection_IsUsed()
    {
        var model = CallbackRun.Model(metrics: [new DeepSharp.Metrics.BinaryAccuracy()]);
        var history = CallbackRun.Epochs(model, "val_binary_accuracy", [0.5, 0.6, 0.55], new EarlyStopping("val_binary_accuracy"));
        Assert.That(history.Epochs, Has.Count.EqualTo(3));
        Assert.That(model.StopTraining);
    }

    [Test]
    public void ValidationFreq_EpochsWithoutValidation_AreSkipped()
    {
        var history = CallbackRun.Model().Fit(
            CallbackRun.Data, epochs: 4, verbose: Verbosity.Silent, validation: CallbackRun.Data, validationFreq: 2, callbacks: [new EarlyStopping()]);
        Assert.That(history["val_loss"], Has.Count.EqualTo(2));
    }
}
