namespace DeepSharp.Tests.Training;

public class FindLearningRateTests
{
    private static DataSource Data => (TrainingSamples.Noise([64, 3]), TrainingSamples.Noise([64, 1], 2));

    private static Sequential Model(Optimizer optimizer)
    {
        var model = new Sequential([3]).Dense(8, activation: Vocabulary.Relu).Dropout(0.2).BatchNormalization().Dense(1);
        model.Compile(optimizer, "mse", ["mae"]);
        return model;
    }

    [Test]
    public void FindLearningRate_QuadraticBowl_SuggestsARateThatLearns()
    {
        // The loss is 4 (w − 3)²: gradient descent converges below a rate of 1 / 4 and explodes above.
        var model = new Sequential([1]).Dense(1, useBias: false, kernelInitializer: "zeros");
        model.Compile(new SGD(0.5), "mse");
        DataSource data = (TrainingSamples.Column(2, -2), TrainingSamples.Column(6, -6));
        var found = model.FindLearningRate(data, minimum: 1e-5, maximum: 10, steps: 60, smoothing: 0.5);
        Assert.That(found.Suggestion, Is.InRange(1e-3, 0.25));
        Assert.That(found.TenthOfBest, Is.InRange(1e-4, 0.1));
        Assert.That(found.Rates, Has.Count.LessThan(60).And.Ordered, "the search ends where the loss explodes");
        Assert.That(found.Losses[^1], Is.GreaterThan(4 * found.Losses.Min()));
        Assert.That(found.ToString(), Does.Contain("rates from 1E-05"));

        model.Optimizer.LearningRate = found.Suggestion;
        var history = model.Fit(data, epochs: 100, verbose: Verbosity.Silent);
        Assert.That(history["loss"][^1], Is.LessThan(history["loss"][0] / 100));
    }

    [Test]
    public void FindLearningRate_Afterwards_TrainingGoesOnAsIfNothingHadBeen([Values] bool trainedBefore)
    {
        var (plain, searched) = (default(Sequential)!, default(Sequential)!);
        foreach (bool search in (bool[])[false, true])
        {
            Seeds.Set(3);
            var model = Model(new Adam(0.01));
            if (trainedBefore) model.Fit(Data, verbose: Verbosity.Silent);
            if (search) model.FindLearningRate(Data, steps: 10);
            model.Fit(Data, epochs: 2, verbose: Verbosity.Silent);
            if (search) searched = model;
            else plain = model;
        }
        var other = searched.StateEntries().ToDictionary(e => e.Path, e => e.Variable.Value.ToDoubles());
        foreach (var (path, variable) in plain.StateEntries()) Assert.That(other[path], Is.EqualTo(variable.Value.ToDoubles()), path);
    }

    [Test]
    public void FindLearningRate_FewBatches_ReadsTheDataAgain() =>
        Assert.That(Model(new SGD(0.1)).FindLearningRate(Data, maximum: 1e-3, steps: 7, batchSize: 32).Rates, Has.Count.EqualTo(7));

    [Test]
    public void Suggestion_LossThatNeverFalls_Throws() => Assert.Multiple(() =>
    {
        Assert.That(() => new LearningRateRange([0.1, 0.2, 0.3], [1, 2, 3]).Suggestion,
            Throws.TypeOf<DeepSharpException>().With.Message.Contains("the loss did not fall"));
        Assert.That(() => new LearningRateRange([], []).TenthOfBest, Throws.TypeOf<DeepSharpException>().With.Message.Contains("not finite at the first step"));
        Assert.That(new LearningRateRange([0.1, 0.2, 0.3, 0.4, 0.5], [5, 4.5, 2, 1.9, 6]).Suggestion, Is.EqualTo(0.2));
    });

    [Test]
    public void FindLearningRate_BadCalls_Throw() => Assert.Multiple(() =>
    {
        Assert.That(() => Model(new SGD(new ExponentialDecay(0.1, 10, 0.5))).FindLearningRate(Data),
            Throws.TypeOf<DeepSharpException>().With.Message.Contains("which follows ExponentialDecay(0.1, 10, 0.5)"));
        Assert.That(() => Model(new SGD()).FindLearningRate(Data, minimum: 1, maximum: 0.1),
            Throws.TypeOf<InvalidValueException>().With.Message.StartsWith("FindLearningRate needs 0 < minimum < maximum"));
    });
}
