using static DeepSharp.Tests.Training.TrainingSamples;
using static DeepSharp.Vocabulary;

namespace DeepSharp.Tests.Building;

public sealed class FunctionalModelTests
{
    private static DeepSharp.Layers.Dense Fixed(double value, string name) =>
        new(1, useBias: false, kernelInitializer: new DeepSharp.Initializers.Constant(value)) { Name = name };

    /// <summary>left = 1 · a, right = 2 · (a + b).</summary>
    private static Model Fork()
    {
        SymbolicTensor a = Input([1], name: "a"), b = Input([1], name: "b");
        return new([a, b], [Fixed(1, "left").Apply(a), Fixed(2, "right").Apply(Add(a, b))]) { Name = "fork" };
    }

    [Test]
    public void Fit_LossAndMetricsPerOutput_AreNamedAndWeighted()
    {
        var model = Fork();
        model.Compile(
            new SGD(0), new Dictionary<string, Loss> { ["left"] = "mse", ["right"] = "mae" },
            new Dictionary<string, MetricSet> { ["right"] = ["mae", "mse"] }, lossWeights: [0.5, 2]);
        var history = model.Fit(
            (new Dictionary<string, Tensor> { ["b"] = Column(3, 4), ["a"] = Column(1, 2) },
            new Dictionary<string, Tensor> { ["right"] = Column(9, 14), ["left"] = Column(3, 2) }), verbose: Verbosity.Silent, batchSize: 1);
        Assert.That(history.Keys, Is.EqualTo(new[] { "left_loss", "loss", "right_loss", "right_mae", "right_mse" }));
        // left: 1, 2 for 3, 2; right: 8, 12 for 9, 14
        Assert.That(history["left_loss"][0], Is.EqualTo(2).Within(1e-6));
        Assert.That(history["right_loss"][0], Is.EqualTo(1.5).Within(1e-6));
        Assert.That(history["right_mae"][0], Is.EqualTo(1.5).Within(1e-6));
        Assert.That(history["right_mse"][0], Is.EqualTo(2.5).Within(1e-6));
        Assert.That(history["loss"][0], Is.EqualTo(0.5 * 2 + 2 * 1.5).Within(1e-6));
    }

    [Test]
    public void Fit_LossesInOrder_AgreeWithLossesByName()
    {
        DataSource data = (new[] { Column(1, 2), Column(3, 4) }, new[] { Column(3, 2), Column(9, 14) });
        double Loss(LossSet losses)
        {
            var model = Fork();
            model.Compile(new SGD(0), losses);
            return model.TestOnBatch(data)["loss"];
        }
        Assert.That(Loss(new Loss?[] { "mse", "mae" }), Is.EqualTo(3.5).Within(1e-6));
        Assert.That(Loss(new Loss?[] { null, "mae" }), Is.EqualTo(1.5).Within(1e-6));
        Assert.That(Loss("mae"), Is.EqualTo(2.5).Within(1e-6));
        Assert.That(Assert.Throws<DeepSharpException>(() => Loss(new Loss?[] { "mse" }))!.Message, Does.StartWith("The model has 2 outputs but 1 losses were given."));
    }

    [Test]
    public void Fit_TargetsOfTrainedOutputsOnly_MetricsMeetTheirOwnTarget()
    {
        var input = Input([1], name: "x");
        var model = new Model([input], [Fixed(1, "one").Apply(input), Fixed(2, "two").Apply(input), Fixed(3, "three").Apply(input)]);
        model.Compile(new SGD(0), new Loss?[] { null, "mse", "mse" }, new Dictionary<string, MetricSet> { ["two"] = ["mae"], ["three"] = ["mae"] });
        var logs = model.TestOnBatch(new DataSource([Column(1)], [Column(12), Column(103)]));
        Assert.That((logs["two_mae"], logs["three_mae"]), Is.EqualTo((10.0, 100.0)));
    }

    [Test]
    public void Data_NamesThatDoNotFit_AreRefused()
    {
        var model = Fork();
        Assert.That(Assert.Throws<DeepSharpException>(() => model.PredictAll(new Dictionary<string, Tensor> { ["a"] = Column(1), ["c"] = Column(1) }))!.Message,
            Is.EqualTo("Model 'fork' has no input 'c'; it has 'a', 'b'."));
        Assert.That(Assert.Throws<DeepSharpException>(() => model.PredictAll(new Dictionary<string, Tensor> { ["a"] = Column(1) }))!.Message,
            Is.EqualTo("Data for input 'b' of model 'fork' is missing."));
        Assert.That(Assert.Throws<ShapeMismatchException>(() => model.PredictAll(new[] { Column(1) }))!.Message, Does.Contain("The model takes 2 inputs but got 1."));
        Assert.That(Assert.Throws<ShapeMismatchException>(() => model.PredictAll(new[] { Column(1), Noise([1, 3]) }))!.Message,
            Does.Contain("Input 'b' expects shape [?, 1] but got [1, 3]."));
    }

    [Test]
    public void SharedLayer_UsedTwice_HasOneWeightAndBothGradients()
    {
        SymbolicTensor a = Input([1], name: "a"), b = Input([1], name: "b");
        var shared = Fixed(1, "shared");
        var model = new Model([a, b], [Add(shared.Apply(a), shared.Apply(b))]);
        model.Compile(new SGD(0.1), "mse");
        Assert.That(model.CountParams(), Is.EqualTo(1));
        model.TrainOnBatch(new DataSource([Column(1), Column(2)], [Column(5)]));
        // y = w (1 + 2), dL/dw = 2 (3 − 5) · 3 = −12
        Assert.That(Weight(model), Is.EqualTo(2.2).Within(1e-6));
    }

    [Test]
    public void ModelAsLayer_SharesItsWeightsAndTrainsThem()
    {
        var inner = new Sequential([1]) { Name = "inner" }.Add(Fixed(2, "core"));
        var input = Input([1], name: "x");
        var outer = new Model(input, inner.Apply(inner.Apply(input)));
        Assert.That(outer.Predict(Column(3)).Item(), Is.EqualTo(12));
        Assert.That(outer.Weights, Is.EqualTo(inner.Weights));
        Assert.That(outer.GetLayer("inner"), Is.SameAs(inner));
        outer.Compile(new SGD(0.001), "mse");
        outer.TrainOnBatch((Column(3), Column(0)));
        // y = 3 w², dL/dw = 2 · 12 · 6 w = 288
        Assert.That(Weight(inner), Is.EqualTo(2 - 0.288).Within(1e-6));
    }

    [Test]
    public void SubModel_ToAnInnerTensor_SharesTheWeights()
    {
        var input = Input([1], name: "x");
        var middle = Fixed(2, "first").Apply(input);
        var model = new Model(input, Fixed(5, "second").Apply(middle));
        Model head = new(input, middle), tail = new(middle, model.Output);
        Assert.That((head.Predict(Column(1)).Item(), tail.Predict(Column(1)).Item()), Is.EqualTo((2.0, 5.0)));
        model.GetLayer("first").SetWeights([Column(7)]);
        Assert.That((head.Predict(Column(1)).Item(), model.Predict(Column(1)).Item()), Is.EqualTo((7.0, 35.0)));
    }

    [Test]
    public void TrainingGivenWhenBuilt_WinsOverTheModel()
    {
        var input = Input([4], name: "x");
        var x = Noise([8, 4]);
        var quiet = new Model(input, new DeepSharp.Layers.Dropout(0.5, seed: 1).Apply(input, training: false));
        Assert.That(quiet.Apply(x, training: true).ToFloats(), Is.EqualTo(x.ToFloats()));
        var loud = new Model(input, new DeepSharp.Layers.Dropout(0.5, seed: 1).Apply(input, training: true));
        Assert.That(loud.Predict(x).ToFloats(), Has.Some.Zero.And.Some.Not.Zero);
        var frozen = new Model(input, new DeepSharp.Layers.BatchNormalization().Apply(input, training: false));
        frozen.Compile(new SGD(0), "mse");
        var before = Values(frozen);
        frozen.Fit((x, x), verbose: Verbosity.Silent);
        Assert.That(Values(frozen), Is.EqualTo(before));
    }

    [Test]
    public void Graph_DuplicateNames_AreRefused()
    {
        var input = Input([1], name: "x");
        var error = Assert.Throws<DeepSharpException>(() => new Model(input, Fixed(1, "same").Apply(Fixed(1, "same").Apply(input))));
        Assert.That(error!.Message, Is.EqualTo("Two layers of the model are named 'same'. Names must differ; give one of them another name."));
    }

    [Test]
    public void Graph_InputNotGiven_IsRefused()
    {
        SymbolicTensor a = Input([1], name: "a"), b = Input([1], name: "b");
        var error = Assert.Throws<DeepSharpException>(() => new Model(a, Add(a, b)));
        Assert.That(error!.Message, Is.EqualTo("An output depends on input 'b', which is not among the model's inputs. Add it to them."));
    }
}
