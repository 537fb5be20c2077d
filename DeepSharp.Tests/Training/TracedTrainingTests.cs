using DeepSharp.Tests.Cpu;

namespace DeepSharp.Tests.Training;

public sealed class TracedTrainingTests
{
    private static (History History, float[][] Weights) Train(int seed = 1, bool runEagerly = false, int epochs = 2)
    {
        Seeds.Set(seed);
        var model = TrainingSamples.Convnet(runEagerly);
        var history = model.Fit(TrainingSamples.Digits, batchSize: 32, epochs: epochs, verbose: Verbosity.Silent, validationSplit: 0.1);
        return (history, TrainingSamples.Values(model));
    }

    [Test]
    public void Fit_TracedAndEager_GiveTheSameResults()
    {
        var (traced, eager) = (Train(epochs: 3), Train(runEagerly: true, epochs: 3));
        Assert.That(traced.History.Keys, Is.EqualTo(new[] { "accuracy", "loss", "val_accuracy", "val_loss" }));
        foreach (string key in traced.History.Keys)
            Assert.That(traced.History[key], Is.EqualTo(eager.History[key]).Within(1e-4).Percent, key);
        Assert.That(traced.History["loss"], Is.Ordered.Descending);
    }

    [Test]
    public void Fit_SameSeed_GivesTheSameBits()
    {
        var first = Train();
        Assert.That(Train().Weights, Is.EqualTo(first.Weights));
        Assert.That(Train(seed: 2).Weights, Is.Not.EqualTo(first.Weights));
    }

    [Test]
    public void Fit_OneAndTwoThreads_GiveTheSameBits()
    {
        float[][] one, two;
        using (new PoolThreads(1)) one = Train().Weights;
        using (new PoolThreads(2)) two = Train().Weights;
        Assert.That(two, Is.EqualTo(one));
    }
}
