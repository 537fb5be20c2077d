namespace DeepSharp.Tests;

public class CallbackListTests
{
    [Test]
    public void Fit_AllHooks_ComeInKerasOrder()
    {
        List<string> calls = [];
        CallbackRun.Model().Fit(
            CallbackRun.Data, batchSize: 2, epochs: 2, verbose: Verbosity.Silent, validation: CallbackRun.Data, validationFreq: 2, callbacks: [Recorder(calls)]);
        Assert.That(calls, Is.EqualTo((string[])
        [
            "train begin",
            "epoch begin 0", "batch begin 0", "batch end 0: loss", "batch begin 1", "batch end 1: loss", "epoch end 0: loss",
            "epoch begin 1", "batch begin 0", "batch end 0: loss", "batch begin 1", "batch end 1: loss",
            "test begin", "test batch begin 0", "test batch end 0: loss", "test batch begin 1", "test batch end 1: loss", "test end: loss",
            "epoch end 1: loss, val_loss",
            "train end: loss, val_loss",
        ]));
    }

    [Test]
    public void EvaluateAndPredict_AllHooks_ComeInKerasOrder()
    {
        List<string> calls = [];
        var model = CallbackRun.Model();
        model.Evaluate(CallbackRun.Data, batchSize: 4, verbose: Verbosity.Silent, callbacks: [Recorder(calls)]);
        model.PredictAll(CallbackRun.Data, batchSize: 4, verbose: Verbosity.Silent, callbacks: [Recorder(calls)]);
        Assert.That(calls, Is.EqualTo((string[])
        [
            "test begin", "test batch begin 0", "test batch end 0: loss", "test end: loss",
            "predict begin", "predict batch begin 0", "predict batch end 0: 1 output", "predict end",
        ]));
    }

    [Test]
    public void Fit_SeveralCallbacks_AreCalledInTheirOrderBeforeTheHistory()
    {
        var history = CallbackRun.Model().Fit(CallbackRun.Data, verbose: Verbosity.Silent, callbacks:
        [
            new LambdaCallback(onEpochEnd: (_, logs) => logs["own"] = 1),
            new LambdaCallback(onEpochEnd: (_, logs) => logs["own"] += 1),
        ]);
        Assert.That(history["own"], Is.EqualTo((double[])[2]));
    }

    private static LambdaCallback Recorder(List<string> calls)
    {
        static string Keys(Logs logs) => string.Join(", ", logs.Keys);
        return new(
            e => calls.Add($"epoch begin {e}"), (e, l) => calls.Add($"epoch end {e}: {Keys(l)}"), () => calls.Add("train begin"), l => calls.Add($"train end: {Keys(l)}"),
            b => calls.Add($"batch begin {b}"), (b, l) => calls.Add($"batch end {b}: {Keys(l)}"), () => calls.Add("test begin"), l => calls.Add($"test end: {Keys(l)}"),
            b => calls.Add($"test batch begin {b}"), (b, l) => calls.Add($"test batch end {b}: {Keys(l)}"), () => calls.Add("predict begin"), () => calls.Add("predict end"),
            b => calls.Add($"predict batch begin {b}"), (b, o) => calls.Add($"predict batch end {b}: {o.Count} output"));
    }
}
