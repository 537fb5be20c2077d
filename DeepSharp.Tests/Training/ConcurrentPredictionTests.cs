namespace DeepSharp.Tests.Training;

/// <summary>Threads that predict with one model get what one thread gets, bit for bit.</summary>
public sealed class ConcurrentPredictionTests
{
    private const int Threads = 8, Rounds = 6;

    private static readonly SmallModel[] s_models = SmallModels.All;
    private static readonly int[] s_batches = [1, 2, 3, 7, 16, 33];

    [Test]
    public void Predict_ManyThreadsAndBatchSizes_EqualsSequential([ValueSource(nameof(s_models))] object kind)
    {
        var small = (SmallModel)kind;
        var model = small.Make();
        var inputs = Array.ConvertAll(s_batches, n => small.Inputs(n));
        model.PredictOnBatch(inputs[0]);
        for (int weights = 0; weights < 2; weights++)
        {
            // New values: the kept packed forms are out of date, and the threads meet while they are filled anew.
            foreach (var v in model.Weights) v.Assign(v.Value * 0.9f);
            var alone = Again(model);
            var expected = Array.ConvertAll(inputs, x => alone.PredictOnBatch(x).ToFloats());
            AtOnce(thread =>
            {
                for (int n = 0; n < Rounds * s_batches.Length; n++)
                {
                    int i = (n + thread) % s_batches.Length;
                    var y = n % 2 == 0 ? model.PredictOnBatch(inputs[i]) : model.Predict(inputs[i], batchSize: 64, Verbosity.Silent);
                    Assert.That(y.ToFloats(), Is.EqualTo(expected[i]), $"batch of {s_batches[i]} on thread {thread}");
                }
            });
        }
    }

    [Test]
    public void Predict_FirstCallsOfAModelAtOnce_BuildItOnce()
    {
        var model = new Sequential().Dense(16, activation: Vocabulary.Relu).Dense(3);
        var x = TrainingSamples.Noise([5, 4]);
        var results = new float[Threads][];
        AtOnce(thread => results[thread] = model.PredictOnBatch(x).ToFloats());
        Assert.That(model.Weights, Has.Count.EqualTo(4));
        Assert.That(results, Is.All.EqualTo(model.PredictOnBatch(x).ToFloats()));
    }

    [Test]
    public void Predict_EagerModel_EqualsSequential()
    {
        var model = TrainingSamples.Convnet(runEagerly: true);
        var x = TrainingSamples.Noise([4, 28, 28, 1]);
        var expected = model.PredictOnBatch(x).ToFloats();
        AtOnce(_ => Assert.That(model.PredictOnBatch(x).ToFloats(), Is.EqualTo(expected)));
    }

    /// <summary>The same model with the same weights in memory of its own.</summary>
    private static Model Again(Model model)
    {
        string path = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():N}.keras");
        try
        {
            model.Save(path);
            return Model.Load(path);
        }
        finally
        {
            File.Delete(path);
        }
    }

    private static void AtOnce(Action<int> work)
    {
        using var start = new Barrier(Threads);
        Task.WaitAll([.. Enumerable.Range(0, Threads).Select(i => Task.Factory.StartNew(() =>
        {
            start.SignalAndWait();
            work(i);
        }, TaskCreationOptions.LongRunning))]);
    }
}
