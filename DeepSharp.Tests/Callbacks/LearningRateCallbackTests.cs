namespace DeepSharp.Tests;

public class LearningRateCallbackTests
{
    private static IReadOnlyList<double> Rates(ReduceLROnPlateau callback, params double[] values) =>
        CallbackRun.Epochs(CallbackRun.Model(new SGD(0.5)), "watched", values, callback)["learning_rate"];

    [Test]
    public void ReduceLROnPlateau_NoImprovementForPatience_Lowers() => Assert.That(
        Rates(new("watched", factor: 0.5, patience: 2, mode: MonitorMode.Min), 1, 1, 1, 1, 1, 1), Is.EqualTo((double[])[0.5, 0.5, 0.5, 0.25, 0.25, 0.125]));

    [Test]
    public void ReduceLROnPlateau_ChangeBelowMinDelta_DoesNotCount() => Assert.That(
        Rates(new("watched", factor: 0.5, patience: 1, minDelta: 0.01, mode: MonitorMode.Min), 1, 0.995, 0.5, 0.4), Is.EqualTo((double[])[0.5, 0.5, 0.25, 0.25]));

    [Test]
    public void ReduceLROnPlateau_Cooldown_IsNotWatched() => Assert.That(
        Rates(new("watched", factor: 0.5, patience: 1, cooldown: 2, mode: MonitorMode.Min), 1, 1, 1, 1, 1), Is.EqualTo((double[])[0.5, 0.5, 0.25, 0.25, 0.125]));

    [Test]
    public void ReduceLROnPlateau_MinLr_IsTheFloor() => Assert.That(
        Rates(new("watched", factor: 0.1, patience: 1, minLr: 0.25, mode: MonitorMode.Max), 1, 1, 1, 1), Is.EqualTo((double[])[0.5, 0.5, 0.25, 0.25]));

    [Test]
    public void ReduceLROnPlateau_FactorNotBelowOne_Throws() =>
        Assert.That(() => new ReduceLROnPlateau(factor: 1.0), Throws.TypeOf<InvalidValueException>().With.Message.Contains("factor must be below 1"));

    [Test]
    public void Callbacks_OptimizerWithSchedule_ThrowBeforeTraining(
        [Values] bool plateau)
    {
        Callback callback = plateau ? new ReduceLROnPlateau("loss") : new LearningRateScheduler(_ => 0.1);
        var model = CallbackRun.Model(new SGD(new ExponentialDecay(0.1, 10, 0.5)));
        Assert.That(() => model.Fit(CallbackRun.Data, verbose: Verbosity.Silent, callbacks: [callback]),
            Throws.TypeOf<DeepSharpException>().With.Message.Contains("ExponentialDecay(0.1, 10, 0.5)"));
        Assert.That(model.Optimizer.Iterations.Value.Item(), Is.Zero);
    }

    [Test]
    public void LearningRateScheduler_EpochAndRate_SetsAndLogs()
    {
        var model = CallbackRun.Model(new SGD(0.5));
        var history = CallbackRun.Epochs(model, "watched", [1, 1, 1], new LearningRateScheduler((epoch, rate) => epoch == 0 ? rate : rate / 2));
        Assert.That(history["learning_rate"], Is.EqualTo((double[])[0.5, 0.25, 0.125]));
        Assert.That((double)model.Optimizer.LearningRate, Is.EqualTo(0.125));
    }

    [Test]
    public void LearningRateScheduler_Verbose_SaysTheRate() => Assert.That(
        CallbackRun.Console(() => CallbackRun.Epochs(CallbackRun.Model(), "watched", [1], new LearningRateScheduler(_ => 0.25, verbose: true))),
        Is.EqualTo("Epoch 1: LearningRateScheduler setting learning rate to 0.25.\n"));
}
