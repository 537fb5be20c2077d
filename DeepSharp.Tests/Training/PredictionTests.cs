using static DeepSharp.Tests.Training.TrainingSamples;

namespace DeepSharp.Tests.Training;

public sealed class PredictionTests
{
    [Test]
    public void Evaluate_ByHand_GivesLossAndMetricsOverAllSamples()
    {
        var logs = Line(weight: 1, metrics: ["mae"]).Evaluate((Column(1, 2, 3), Column(1, 4, 6)), batchSize: 2, verbose: Verbosity.Silent);
        Assert.That(logs.Keys, Is.EqualTo(new[] { "loss", "mae" }));
        Assert.That(logs["loss"], Is.EqualTo(13 / 3.0).Within(1e-6));
        Assert.That(logs["mae"], Is.EqualTo(5 / 3.0).Within(1e-6));
    }

    [Test]
    public void Evaluate_AfterFit_AgreesWithTheValidation()
    {
        var model = Convnet();
        var history = model.Fit(Digits, verbose: Verbosity.Silent, validation: Digits);
        var logs = model.Evaluate(Digits, verbose: Verbosity.Silent);
        Assert.That((logs["loss"], logs["accuracy"]), Is.EqualTo((history["val_loss"][0], history["val_accuracy"][0])));
    }

    [Test]
    public void Predict_SeveralBatches_EqualOneBatch()
    {
        var model = Convnet();
        var one = model.Predict(Digits, batchSize: 200);
        var many = model.Predict(Digits, batchSize: 64);
        Assert.That(many.Shape, Is.EqualTo(new Shape(200, 10)));
        Assert.That(many.ToFloats(), Is.EqualTo(one.ToFloats()).Within(1e-6));
        Assert.That(model.PredictOnBatch(Digits).ToFloats(), Is.EqualTo(one.ToFloats()));
    }

    [Test]
    public void Predict_SeveralOutputs_NeedsPredictAll()
    {
        var input = Vocabulary.Input(2);
        var model = new Model([input], [input.Dense(3), input.Dense(1)]) { Name = "two" };
        var all = model.PredictAll(Noise([5, 2]), batchSize: 2);
        Assert.That(all.Select(t => t.Shape), Is.EqualTo(new Shape[] { [5, 3], [5, 1] }));
        Assert.That(Assert.Throws<DeepSharpException>(() => model.Predict(Noise([5, 2])))!.Message, Is.EqualTo("Model 'two' has 2 outputs; use PredictAll."));
    }

    [Test]
    public void Predict_FromFourThreads_GivesTheSameResults()
    {
        var model = Convnet();
        var expected = model.Predict(Digits, batchSize: 64).ToFloats();
        var results = new float[4][];
        var threads = Enumerable.Range(0, 4).Select(i => new Thread(() =>
        {
            for (int n = 0; n < 3; n++) results[i] = model.Predict(Digits, batchSize: 64).ToFloats();
        })).ToList();
        threads.ForEach(t => t.Start());
        threads.ForEach(t => t.Join());
        foreach (var result in results) Assert.That(result, Is.EqualTo(expected));
    }

    [Test]
    public void Predict_ResultOfAnEarlierCall_Stands()
    {
        var model = Line(weight: 2);
        var first = model.PredictOnBatch(Column(1));
        model.PredictOnBatch(Column(5));
        Assert.That(first.Item(), Is.EqualTo(2));
    }

    [Test]
    public void OnBatch_ByHand_TrainsTestsAndPredicts()
    {
        var model = Line(weight: 1, metrics: ["mae"]);
        DataSource data = (Column(1, 2), Column(3, 3));
        var tested = model.TestOnBatch(data);
        Assert.That((tested["loss"], tested["mae"]), Is.EqualTo((2.5, 1.5)));
        Assert.That(Weight(model), Is.EqualTo(1));
        var trained = model.TrainOnBatch(data);
        Assert.That((trained["loss"], trained["mae"]), Is.EqualTo((2.5, 1.5)));
        Assert.That(Weight(model), Is.EqualTo(1.4).Within(1e-6));
        Assert.That(model.TrainOnBatch(data)["loss"], Is.EqualTo((1.6 * 1.6 + 0.2 * 0.2) / 2).Within(1e-5));
        model = Line(weight: 1);
        Assert.That(model.PredictOnBatch(Column(2, 3)).ToFloats(), Is.EqualTo(new float[] { 2, 3 }));
    }
}
