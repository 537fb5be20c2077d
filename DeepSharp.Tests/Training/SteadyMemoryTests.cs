using static DeepSharp.Vocabulary;

namespace DeepSharp.Tests.Training;

[NonParallelizable]
public sealed class SteadyMemoryTests
{
    private const int Warm = 60, Window = 200, Windows = 5, Measured = Window * Windows;

    private static MemoryMeter Measure(Sequential model, DataSource data, int batchSize)
    {
        var meter = new MemoryMeter(Warm, Window);
        model.Fit(data, batchSize, verbose: Verbosity.Silent, callbacks: [meter]);
        return meter;
    }

    private static void Check(MemoryMeter meter)
    {
        TestContext.Out.WriteLine($"{meter.Allocated} bytes allocated, working set grew by {meter.Growth}");
        Assert.That(meter.Allocated, Is.InRange(0, Window), "bytes allocated in 200 steps");
        Assert.That(meter.Growth, Is.LessThan(1 << 20), "growth of the process in 200 steps");
    }

    [Test]
    public void Fit_Dense_AllocatesNothingPerStep()
    {
        const int samples = 4 * (Warm + Measured + 2);
        var model = new Sequential([8]).Dense(16, activation: Relu).Dropout(0.2).Dense(3, activation: Softmax);
        model.Compile(new Adam(), SparseCategoricalCrossentropy, [Accuracy]);
        var labels = Tensor.From(Enumerable.Range(0, samples).Select(i => i % 3).ToArray());
        Check(Measure(model, (TrainingSamples.Noise([samples, 8]), labels), 4));
    }

    [Test]
    public void Fit_Convnet_AllocatesNothingPerStep()
    {
        const int samples = 2 * (Warm + Measured + 2);
        var model = new Sequential([8, 8, 1]).Conv2D(4, 3, activation: Relu).BatchNormalization().MaxPooling2D().Flatten().Dropout(0.2).Dense(3, activation: Softmax);
        model.Compile(new Adam(), SparseCategoricalCrossentropy, [Accuracy]);
        var labels = Tensor.From(Enumerable.Range(0, samples).Select(i => i % 3).ToArray());
        Check(Measure(model, (TrainingSamples.Noise([samples, 8, 8, 1]), labels), 2));
    }

    [Test]
    public void Fit_BatchesStagedByAThread_AllocatesNothingPerStep()
    {
        const int width = 32 * 1024, samples = 2 * (Warm + Measured + 2);
        var model = new Sequential([width]).Dense(1);
        model.Compile(new SGD(1e-6), MeanSquaredError);
        var x = Tensor.Ones([1, width]).BroadcastTo([samples, width]);
        Check(Measure(model, (x, Tensor.Ones([samples, 1])), 2));
    }
}
