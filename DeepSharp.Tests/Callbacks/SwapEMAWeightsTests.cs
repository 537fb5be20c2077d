namespace DeepSharp.Tests;

public class SwapEMAWeightsTests
{
    private static SGD Averaging() => new(0.05, useEma: true, emaMomentum: 0.5);

    private static double Average(Model model) => model.Optimizer.Variables[2].Value.Item();

    [Test]
    public void Fit_Validation_SeesTheAverages([Values] bool wrapped)
    {
        var model = CallbackRun.Model(wrapped ? new LossScaleOptimizer(Averaging()) : Averaging());
        double atTest = 0, before = 0, average = 0, after = 0;
        var look = new LambdaCallback(onTrainBatchEnd: (_, _) =>
            (before, average) = (CallbackRun.Weight(model), model.Optimizer.Parts.First().Optimizer.Variables[2].Value.Item()),
            onTestBatchBegin: _ => atTest = CallbackRun.Weight(model), onEpochEnd: (_, _) => after = CallbackRun.Weight(model));
        model.Fit(CallbackRun.Data, batchSize: 2, validation: CallbackRun.Data, verbose: Verbosity.Silent, shuffle: false,
            callbacks: [new SwapEMAWeights(), look]);
        Assert.That(average, Is.Not.EqualTo(before));
        Assert.That((atTest, after), Is.EqualTo((average, before)));
        Assert.That(CallbackRun.Weight(model), Is.EqualTo(average), "Fit ends with the averages in any case");
    }

    [Test]
    public void Fit_SwapOnEpoch_LaterCallbacksSeeTheAverages([Values] bool stopEarly)
    {
        var model = CallbackRun.Model(Averaging());
        var atEnd = new List<double>();
        var averages = new List<double>();
        var look = new LambdaCallback(onTrainBatchEnd: (batch, _) => { if (batch == 1) averages.Add(Average(model)); }, onEpochEnd: (epoch, _) =>
        {
            atEnd.Add(CallbackRun.Weight(model));
            if (stopEarly && epoch == 1) model.StopTraining = true;
        });
        model.Fit(CallbackRun.Data, batchSize: 2, epochs: 3, verbose: Verbosity.Silent, shuffle: false,
            callbacks: [new SwapEMAWeights(swapOnEpoch: true), look]);
        Assert.That(atEnd, Has.Count.EqualTo(stopEarly ? 2 : 3));
        Assert.That(atEnd, Is.EqualTo(averages));
        Assert.That(CallbackRun.Weight(model), Is.EqualTo(averages[^1]));
        Assert.That(Average(model), Is.EqualTo(averages[^1]));
    }

    [Test]
    public void Fit_WithAndWithoutSwapping_TrainsAlike()
    {
        var (plain, swapped) = (CallbackRun.Model(Averaging()), CallbackRun.Model(Averaging()));
        plain.Fit(CallbackRun.Data, batchSize: 2, epochs: 3, validation: CallbackRun.Data, verbose: Verbosity.Silent, shuffle: false);
        swapped.Fit(CallbackRun.Data, batchSize: 2, epochs: 3, validation: CallbackRun.Data, verbose: Verbosity.Silent, shuffle: false,
            callbacks: [new SwapEMAWeights(swapOnEpoch: true)]);
        Assert.That(CallbackRun.Weight(swapped), Is.EqualTo(CallbackRun.Weight(plain)));
    }

    [Test]
    public void Evaluate_And_Predict_UseTheAverages()
    {
        var model = CallbackRun.Model(Averaging());
        model.TrainOnBatch(CallbackRun.Data);
        model.TrainOnBatch(CallbackRun.Data);
        var (weight, average) = (CallbackRun.Weight(model), Average(model));
        double seen = 0;
        model.PredictAll(CallbackRun.Data.X[0], verbose: Verbosity.Silent, callbacks: [new SwapEMAWeights(), new LambdaCallback(onPredictBatchEnd: (_, y) =>
            seen = y[0].ToDoubles()[0])]);
        Assert.That(seen, Is.EqualTo(average).Within(1e-6));
        Assert.That(CallbackRun.Weight(model), Is.EqualTo(weight));
    }

    [Test]
    public void Fit_OptimizerWithoutAverages_Throws() => Assert.That(
        () => CallbackRun.Model(new SGD(0.1)).Fit(CallbackRun.Data, verbose: Verbosity.Silent, callbacks: [new SwapEMAWeights()]),
        Throws.TypeOf<DeepSharpException>().With.Message.EqualTo("SwapEMAWeights needs moving averages of the weights, but SGD(0.1) keeps none. Make the optimizer with useEma: true."));
}
