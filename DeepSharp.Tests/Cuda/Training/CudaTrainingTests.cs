using DeepSharp.Tests.Data;
using DeepSharp.Tests.Training;

namespace DeepSharp.Tests.Cuda;

/// <summary>Models train on CUDA as on the CPU, without a change in their code, and their files go from one to the other.</summary>
[Category("CudaEmulated")]
[NonParallelizable]
public sealed class CudaTrainingTests
{
    /// <summary>From the third step on the same tensors stay in their places, and the step is recorded.</summary>
    private const int Steps = 6, Batch = 4;

    private static readonly SmallModel[] s_models = SmallModels.All;

    [Test]
    public void TrainOnBatch_OnCuda_GivesTheLossesOfTheCpu([ValueSource(nameof(s_models))] object kind)
    {
        var small = (SmallModel)kind;
        var device = CudaTestDevice.Open();
        ulong recorded = EmulatedDriver.IsLoaded ? EmulatedDriver.Statistics.GraphLaunches : 0;
        var (losses, outputs) = Train(small);
        var (lossesThere, outputsThere) = DefaultDevice.While(device, () => Train(small));
        for (int i = 0; i < Steps; i++)
            Assert.That(lossesThere[i], Is.EqualTo(losses[i]).Within(i == 0 ? 5e-6 : 1e-3), $"loss of step {i + 1} of {small}");
        Close.Same($"{small}: outputs after training", outputs, outputsThere, 5e-3);
        if (EmulatedDriver.IsLoaded) Assert.That(EmulatedDriver.Statistics.GraphLaunches, Is.GreaterThan(recorded), "steps run as recorded graphs");
    }

    [Test]
    public void Fit_OnCuda_TakesEveryBatchAndRepeatsBitForBit()
    {
        var device = CudaTestDevice.Open();
        var small = s_models.Single(m => m.Name == "mlp");
        double[] Run() => DefaultDevice.While(device, () =>
        {
            Seeds.Set(3);
            var history = small.Compiled().Fit(small.Data(22), batchSize: 4, epochs: 3, verbose: Verbosity.Silent);
            return history["loss"].ToArray();
        });
        double[] first = Run();
        Assert.That(Run(), Is.EqualTo(first), "the same seed gives the same bits");
        Seeds.Set(3);
        var here = small.Compiled().Fit(small.Data(22), batchSize: 4, epochs: 3, verbose: Verbosity.Silent);
        Assert.That(first, Is.EqualTo(here["loss"]).Within(1e-4), "losses of the CPU");
    }

    [Test]
    public void Model_SavedOnOneDevice_LoadsOnTheOther()
    {
        var device = CudaTestDevice.Open();
        var small = s_models.Single(m => m.Name == "cnn");
        using var folder = new TemporaryFolder();
        string here = folder.File("here.keras"), there = folder.File("there.keras");
        Seeds.Set(5);
        var model = small.Compiled();
        var x = small.Inputs(Batch);
        model.TrainOnBatch((x, Tensor.From([0, 1, 2, 0])));
        model.Save(here);
        var expected = model.PredictOnBatch(x).ToFloats();
        var moved = DefaultDevice.While(device, () =>
        {
            var loaded = Model.Load(here);
            Assert.That(loaded.Weights, Is.All.Matches<Variable>(w => w.Value.Device == device));
            var predicted = loaded.PredictOnBatch(x).ToFloats();
            loaded.Save(there);
            return predicted;
        });
        Assert.That(moved, Is.EqualTo(expected).Within(1e-5));
        var back = Model.Load(there);
        Assert.That(back.PredictOnBatch(x).ToFloats(), Is.EqualTo(expected), "the weights came back bit for bit");
    }

    private static (double[] Losses, Tensor Outputs) Train(SmallModel small)
    {
        Seeds.Set(2);
        var model = small.Compiled();
        var x = small.Inputs(Batch);
        var y = small.Steps == 1 ? Tensor.From([0, 1, 2, 1]) : Tensor.From(Enumerable.Range(0, Batch * small.Steps).Select(i => i % small.Classes).ToArray(), [Batch, small.Steps]);
        var losses = new double[Steps];
        for (int i = 0; i < Steps; i++) losses[i] = model.TrainOnBatch((x, y))["loss"];
        return (losses, model.PredictOnBatch(x));
    }
}
