using static DeepSharp.Tests.Training.TrainingSamples;

namespace DeepSharp.Tests.Training;

public sealed class FitCourseTests
{
    private static readonly DataSource s_data = (Column(1, 2, 3, 4, 5), Column(2, 4, 6, 8, 10));

    private static LambdaCallback Count(List<int> steps) => new(onTrainBatchEnd: (step, _) => steps.Add(step));

    [Test]
    public void Fit_StepsPerEpoch_StartsTheDataAgainWhenItEnds()
    {
        var steps = new List<int>();
        var model = Line(rate: 0);
        model.Fit(s_data, batchSize: 2, epochs: 2, verbose: Verbosity.Silent, stepsPerEpoch: 4, callbacks: [Count(steps)], shuffle: false);
        Assert.That(steps, Is.EqualTo(new[] { 0, 1, 2, 3, 0, 1, 2, 3 }));
        // Samples 1…5 and the first two again: Σ y² = 220 + 20 over seven samples.
        Assert.That(model.History!["loss"], Is.EqualTo(new[] { 240 / 7.0, 240 / 7.0 }).Within(1e-5));
    }

    [Test]
    public void Fit_InitialEpoch_CountsFromThere()
    {
        var history = Line().Fit(s_data, epochs: 5, initialEpoch: 3, verbose: Verbosity.Silent);
        Assert.That(history.Epochs, Is.EqualTo(new[] { 3, 4 }));
        Assert.That(history["loss"], Has.Count.EqualTo(2));
        Assert.That(Line().Fit(s_data, epochs: 2, initialEpoch: 2, verbose: Verbosity.Silent).Epochs, Is.Empty);
    }

    [TestCase(0, "1,3"), TestCase(1, "1,3")]
    public void Fit_ValidationFreq_CountsEpochsFromTheVeryFirst(int initial, string expected)
    {
        var validated = new List<int>();
        int epoch = 0;
        var watch = new LambdaCallback(onEpochBegin: e => epoch = e, onTestEnd: _ => validated.Add(epoch));
        var history = Line().Fit(s_data, epochs: 5, initialEpoch: initial, verbose: Verbosity.Silent, validation: s_data, validationFreq: 2, callbacks: [watch]);
        Assert.That(string.Join(',', validated), Is.EqualTo(expected));
        Assert.That(history["val_loss"], Has.Count.EqualTo(2));
        Assert.That(history["loss"], Has.Count.EqualTo(5 - initial));
    }

    [Test]
    public void Fit_ValidationSteps_LimitsTheBatches()
    {
        var history = Line(rate: 0).Fit(s_data, verbose: Verbosity.Silent, validation: s_data, validationBatchSize: 1, validationSteps: 2);
        Assert.That(history["val_loss"][0], Is.EqualTo((4 + 16) / 2.0).Within(1e-5));
    }

    [Test]
    public void Fit_Cancelled_ThrowsAndTheModelGoesOn()
    {
        using var source = new CancellationTokenSource();
        var steps = new List<int>();
        var stop = new LambdaCallback(onTrainBatchEnd: (step, _) => { if (step == 1) source.Cancel(); });
        var model = Line(rate: 0.01);
        Assert.Throws<OperationCanceledException>(() =>
            model.Fit(s_data, batchSize: 1, epochs: 9, verbose: Verbosity.Silent, callbacks: [Count(steps), stop], cancellation: source.Token));
        Assert.That(steps, Is.EqualTo(new[] { 0, 1 }));
        double learned = Weight(model);
        Assert.That(learned, Is.Not.Zero);
        Assert.That(model.Predict(Column(1)).Item(), Is.EqualTo(learned).Within(1e-6));
        model.Fit(s_data, batchSize: 1, epochs: 50, verbose: Verbosity.Silent);
        Assert.That(Weight(model), Is.EqualTo(2).Within(1e-3));
    }

    [Test]
    public void Fit_StopTraining_EndsAfterTheBatchAndTellsTheEpoch()
    {
        var steps = new List<int>();
        var model = Line();
        var stop = new LambdaCallback(onTrainBatchEnd: (step, _) => model.StopTraining = step == 1);
        var history = model.Fit(s_data, batchSize: 1, epochs: 9, verbose: Verbosity.Silent, callbacks: [Count(steps), stop]);
        Assert.That(steps, Is.EqualTo(new[] { 0, 1 }));
        Assert.That(history.Epochs, Is.EqualTo(new[] { 0 }));
        model.Fit(s_data, batchSize: 5, verbose: Verbosity.Silent, callbacks: [Count(steps)]);
        Assert.That(steps, Has.Count.EqualTo(3));
    }

    [Test]
    public void Fit_NotCompiled_SaysSo()
    {
        var model = new Sequential([1]) { Name = "bare" }.Dense(1);
        foreach (Action use in new Action[] { () => model.Fit(s_data), () => model.Evaluate(s_data), () => model.TrainOnBatch(s_data), () => model.TestOnBatch(s_data), () => _ = model.Optimizer })
            Assert.That(Assert.Throws<DeepSharpException>(() => use())!.Message, Does.StartWith("Model 'bare' is not compiled. Call model.Compile("));
        Assert.That(model.Predict(Column(1, 2)).Shape, Is.EqualTo(new Shape(2, 1)));
    }

    [Test]
    public void Fit_StepsThatAreNotPositive_AreRefused()
    {
        Assert.Throws<InvalidValueException>(() => Line().Fit(s_data, stepsPerEpoch: 0));
        Assert.Throws<InvalidValueException>(() => Line().Fit(s_data, validationFreq: 0));
        Assert.Throws<InvalidValueException>(() => Line().Fit(s_data, batchSize: 0));
    }

    [Test]
    public void Compile_AfterFreezing_LeavesTheLayerAlone()
    {
        var model = new Sequential([3]).Dense(4, name: "body").Dense(2, name: "head");
        var data = (DataSource)(Noise([8, 3]), Noise([8, 2], 2));
        var optimizer = new Adam(0.1);
        model.Compile(optimizer, "mse");
        model.Fit(data, verbose: Verbosity.Silent);
        model.GetLayer("body").Trainable = false;
        model.Compile(optimizer, "mse");
        var before = Values(model);
        model.Fit(data, verbose: Verbosity.Silent, epochs: 2);
        var after = Values(model);
        Assert.That(after[..2], Is.EqualTo(before[..2]));
        Assert.That(after[2], Is.Not.EqualTo(before[2]));
        Assert.That(model.TrainableWeights, Has.Count.EqualTo(2));
        model.GetLayer("body").Trainable = true;
        model.Compile(optimizer, "mse");
        model.Fit(data, verbose: Verbosity.Silent);
        Assert.That(Values(model)[0], Is.Not.EqualTo(after[0]));
    }
}
