using static DeepSharp.Vocabulary;

namespace DeepSharp.Tests.Training;

/// <summary>No kind of model that the benchmarks time takes managed memory in a warm step.</summary>
[NonParallelizable]
public sealed class SteadyStepTests
{
    private const int Batch = 4, Warm = 10, Window = 8, Windows = 8;

    // A step that allocates takes at least one object, which is no smaller than this.
    private const int SmallestObject = 24;

    private static readonly SmallModel[] s_models = SmallModels.All;

    [Test]
    public void TrainAndTestStep_Warm_TakeNoManagedMemory([ValueSource(nameof(s_models))] object kind, [Values(1, 2)] int threads)
    {
        using var _ = new Cpu.PoolThreads(threads);
        var small = (SmallModel)kind;
        var (model, data) = (small.Compiled(), small.Data(Batch * (Warm + Window * Windows + 1)));
        var (train, test) = (new MemoryMeter(Warm, Window), new MemoryMeter(Warm, Window));
        model.Fit(data, Batch, verbose: Verbosity.Silent, callbacks: [train]);
        model.Evaluate(data, Batch, Verbosity.Silent, callbacks: [test]);
        foreach (var (step, meter) in new[] { ("training", train), ("test", test) })
        {
            Assert.That(meter.Own, Is.Zero, $"bytes that {Window} {step} steps took on their thread");
            Assert.That(meter.Allocated, Is.LessThan(SmallestObject * Window), $"bytes that {Window} {step} steps took in the process");
        }
    }

    [Test]
    public void PredictStep_Warm_TakesNoManagedMemory([ValueSource(nameof(s_models))] object kind, [Values(1, 2)] int threads)
    {
        using var _ = new Cpu.PoolThreads(threads);
        var small = (SmallModel)kind;
        var (model, x) = (small.Compiled(), small.Inputs(Batch));
        model.PredictOnBatch(x);
        var program = model.PredictPrograms.Single();
        Tensor[] inputs = [x];
        Allocation.None(() => program.Run(inputs), () => string.Join('\n', program.Listing));
    }
}
