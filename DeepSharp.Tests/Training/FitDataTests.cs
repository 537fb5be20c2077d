using static DeepSharp.Tests.Training.TrainingSamples;

namespace DeepSharp.Tests.Training;

public sealed class FitDataTests
{
    /// <summary>The mean of the targets seen, which tells what samples a pass had.</summary>
    private static MetricSet SeenTargets => [new DeepSharp.Metrics.FunctionMetric((t, _) => t) { Name = "seen" }];

    /// <summary>The first target of every batch, epoch after epoch.</summary>
    private static List<double> Order(bool shuffle, int epochs, int batchSize = 1)
    {
        var model = Line(rate: 0, metrics: SeenTargets);
        var seen = new List<double>();
        double before = 0;
        var watch = new LambdaCallback(onEpochBegin: _ => before = 0, onTrainBatchEnd: (step, logs) =>
        {
            double sum = logs["seen"] * (step + 1);
            seen.Add(Math.Round(sum - before));
            before = sum;
        });
        model.Fit((Column(1, 2, 3, 4, 5, 6, 7, 8), Column(1, 2, 3, 4, 5, 6, 7, 8)), batchSize, epochs, Verbosity.Silent, [watch], shuffle: shuffle);
        return seen;
    }

    [Test]
    public void Fit_WithoutShuffle_KeepsTheOrder() =>
        Assert.That(Order(false, 2), Is.EqualTo(new double[] { 1, 2, 3, 4, 5, 6, 7, 8, 1, 2, 3, 4, 5, 6, 7, 8 }));

    [Test]
    public void Fit_WithShuffle_HasEverySampleOnceInAnotherOrder()
    {
        Seeds.Set(5);
        var seen = Order(true, 2);
        var (first, second) = (seen[..8], seen[8..]);
        Assert.That(first, Is.EquivalentTo(Enumerable.Range(1, 8)));
        Assert.That(second, Is.EquivalentTo(Enumerable.Range(1, 8)));
        Assert.That(first, Is.Not.EqualTo(second));
        Seeds.Set(5);
        Assert.That(Order(true, 2), Is.EqualTo(seen));
    }

    [Test]
    public void Fit_ValidationSplit_KeepsTheLastSamplesWhateverTheShuffle()
    {
        var history = Line(rate: 0, metrics: SeenTargets).Fit((Column(1, 2, 3, 4, 5), Column(10, 20, 30, 40, 50)), batchSize: 2, epochs: 2, verbose: Verbosity.Silent, validationSplit: 0.4);
        Assert.That(history["seen"], Is.EqualTo(new[] { 20.0, 20 }));
        Assert.That(history["val_seen"], Is.EqualTo(new[] { 45.0, 45 }));
        Assert.That(history["val_loss"], Is.EqualTo(new[] { 2050.0, 2050 }));
    }

    [TestCase(-0.1), TestCase(1.0), TestCase(double.NaN), TestCase(0.99)]
    public void Fit_ValidationSplitThatLeavesNothing_IsRefused(double split)
    {
        var error = Assert.Throws<InvalidValueException>(() => Line().Fit((Column(1, 2), Column(1, 2)), validationSplit: split, verbose: Verbosity.Silent));
        Assert.That(error!.Message, Does.StartWith("validationSplit"));
    }

    [Test]
    public void Fit_ValidationData_WinsOverTheSplit()
    {
        var history = Line(rate: 0, metrics: SeenTargets).Fit((Column(1, 2), Column(1, 3)), verbose: Verbosity.Silent, validationSplit: 0.5, validation: (Column(1), Column(7)));
        Assert.That((history["seen"][0], history["val_seen"][0], history["val_loss"][0]), Is.EqualTo((2.0, 7.0, 49.0)));
    }

    [Test]
    public void Fit_LastBatchSmaller_CountsSamplesNotBatches()
    {
        var history = Line(rate: 0, metrics: ["mae"]).Fit((Column(1, 2, 3), Column(1, 2, 6)), batchSize: 2, verbose: Verbosity.Silent, shuffle: false);
        Assert.That(history["loss"][0], Is.EqualTo(41 / 3.0).Within(1e-6));
        Assert.That(history["mae"][0], Is.EqualTo(3).Within(1e-6));
    }

    [Test]
    public void Fit_OneStepByHand_MovesTheWeightByTheGradient()
    {
        var model = Line(weight: 1, rate: 0.1);
        model.Fit((Column(1, 2), Column(3, 3)), batchSize: 2, verbose: Verbosity.Silent);
        // dL/dw = mean(2 x (w x − y)) = (2·1·(−2) + 2·2·(−1)) / 2 = −4
        Assert.That(Weight(model), Is.EqualTo(1.4).Within(1e-6));
        Assert.That(model.History!["loss"][0], Is.EqualTo(2.5).Within(1e-6));
    }

    [Test]
    public void Fit_SampleWeights_ScaleTheLossAndWeightedMetricsOnly()
    {
        var model = Line(rate: 0, metrics: ["mae"], weighted: ["mse"]);
        var history = model.Fit((Column(1, 2), Column(1, 3), Tensor.From(new float[] { 3, 1 })), verbose: Verbosity.Silent);
        Assert.That(history["loss"][0], Is.EqualTo((3 * 1 + 1 * 9) / 2.0).Within(1e-6));
        Assert.That(history["mae"][0], Is.EqualTo(2).Within(1e-6));
        Assert.That(history["mse"][0], Is.EqualTo((3 * 1 + 1 * 9) / 4.0).Within(1e-6));
    }

    [Test]
    public void Fit_ClassWeight_IsASampleWeightByClass()
    {
        var x = Noise([6, 3]);
        var y = Tensor.From(new[] { 0, 1, 2, 2, 1, 0 });
        Model Trained(DataSource data, Dictionary<int, double>? classes)
        {
            var model = new Sequential([3]).Dense(3, activation: Vocabulary.Softmax, kernelInitializer: new DeepSharp.Initializers.Constant(0.1));
            model.Compile(new SGD(0.5), Vocabulary.SparseCategoricalCrossentropy);
            model.Fit(data, batchSize: 4, epochs: 2, verbose: Verbosity.Silent, shuffle: false, classWeight: classes);
            return model;
        }
        var byClass = Trained((x, y), new() { [0] = 2, [2] = 0.5 });
        var bySample = Trained((x, y, Tensor.From(new float[] { 2, 1, 0.5f, 0.5f, 1, 2 })), null);
        Assert.That(Values(byClass), Is.EqualTo(Values(bySample)));
        Assert.That(Values(byClass), Is.Not.EqualTo(Values(Trained((x, y), null))));
    }

    [Test]
    public void Fit_CheckData_NamesTheBadNumber()
    {
        var error = Assert.Throws<InvalidValueException>(() => Line().Fit((Column(1, 2), Column(1, float.NaN)), checkData: true, verbose: Verbosity.Silent));
        Assert.That(error!.Message, Is.EqualTo("The data holds NaN: target 0, sample 1, element 0 (shape [2, 1]). Clean the data, or train without checkData."));
    }

    [Test]
    public void Fit_SampleCountsThatDiffer_AreRefused()
    {
        var error = Assert.Throws<ShapeMismatchException>(() => Line().Fit((Column(1, 2), Column(1, 2, 3)), verbose: Verbosity.Silent));
        Assert.That(error!.Message, Does.Contain("input 0 has 2").And.Contain("target 0 has 3"));
    }
}
