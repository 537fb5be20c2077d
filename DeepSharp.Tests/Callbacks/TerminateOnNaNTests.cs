namespace DeepSharp.Tests;

public class TerminateOnNaNTests
{
    private static readonly DataSource s_bad = (Tensor.From(new float[,] { { 1 }, { float.NaN }, { 1 } }), Tensor.From(new float[,] { { 1 }, { 1 }, { 1 } }));

    [Test]
    public void Fit_LossIsNaN_StopsAfterThatBatch()
    {
        List<int> batches = [];
        string text = CallbackRun.Console(() => CallbackRun.Model().Fit(s_bad, batchSize: 1, epochs: 3, shuffle: false, verbose: Verbosity.Silent,
            callbacks: [new TerminateOnNaN(), new LambdaCallback(onTrainBatchEnd: (b, _) => batches.Add(b))]));
        Assert.That(batches, Is.EqualTo((int[])[0, 1]));
        Assert.That(text, Is.EqualTo("Batch 1: invalid loss (NaN), terminating training\n"));
    }

    [Test]
    public void RaiseError_LossIsNaN_Throws() => Assert.That(
        () => CallbackRun.Model().Fit(s_bad, batchSize: 1, shuffle: false, verbose: Verbosity.Silent, callbacks: [new TerminateOnNaN(raiseError: true)]),
        Throws.TypeOf<DeepSharpException>().With.Message.StartsWith("Batch 1: invalid loss (NaN)"));
}
