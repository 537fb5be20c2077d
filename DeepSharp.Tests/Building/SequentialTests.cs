using DeepSharp.Layers;
using static DeepSharp.Tests.Training.TrainingSamples;

namespace DeepSharp.Tests.Building;

public sealed class SequentialTests
{
    [Test]
    public void CollectionExpression_BuildsWithTheFirstData()
    {
        Sequential model = [new Dense(4, "relu") { Name = "first" }, new Dense(2) { Name = "second" }];
        Assert.That((model.IsBuilt, model.Weights.Count), Is.EqualTo((false, 0)));
        Assert.That(model.Predict(Noise([5, 3])).Shape, Is.EqualTo(new Shape(5, 2)));
        Assert.That(model.CountParams(), Is.EqualTo(3 * 4 + 4 + 4 * 2 + 2));
        Assert.That(model.Select(l => l.Name), Is.EqualTo(new[] { "first", "second" }));
    }

    [Test]
    public void Fit_NotBuilt_BuildsAndTrains()
    {
        Sequential model = [new Dense(4), new BatchNormalization(), new Dense(1)];
        model.Compile(new SGD(0.01), "mse");
        var x = Noise([32, 3]);
        var history = model.Fit((x, x.Sum([-1], keepDims: true)), batchSize: 8, epochs: 10, verbose: Verbosity.Silent);
        Assert.That(history["loss"][^1], Is.LessThan(history["loss"][0]));
    }

    [Test]
    public void Add_LayerThatDoesNotFit_IsNamed()
    {
        var model = new Sequential([8]);
        var error = Assert.Throws<ShapeMismatchException>(() => model.Add(new Conv2D(4, 3) { Name = "misfit" }));
        Assert.That(error!.Message, Does.Contain("'misfit'"));
    }

    [Test]
    public void Predict_WrongShape_NamesTheLayer()
    {
        var model = new Sequential([3]) { Name = "model" }.Dense(2, name: "narrow");
        var error = Assert.Throws<ShapeMismatchException>(() => model.Predict(Noise([2, 5])));
        Assert.That(error!.Message, Does.Contain("'narrow'"));
    }

    [Test]
    public void Add_NameTwice_IsRefused()
    {
        var model = new Sequential([3]) { Name = "model" }.Dense(2, name: "same");
        Assert.That(Assert.Throws<DeepSharpException>(() => model.Dense(2, name: "same"))!.Message, Does.StartWith("Model 'model' has a layer 'same' already."));
    }

    [Test]
    public void GetLayer_ByNameAndPlace_FindsItOrListsTheNames()
    {
        var model = new Sequential([3]) { Name = "model" }.Dense(2, name: "a").Dense(2, name: "b");
        Assert.That(model.GetLayer("b"), Is.SameAs(model.GetLayer(1)));
        Assert.That(Assert.Throws<DeepSharpException>(() => model.GetLayer("c"))!.Message, Is.EqualTo("Model 'model' has no layer 'c'; it has 'a', 'b'."));
    }

    [Test]
    public void Summary_OfASmallModel_IsThisText()
    {
        var model = new Sequential([8, 8, 1]) { Name = "small" }.Conv2D(4, 3, name: "conv").BatchNormalization(name: "norm").Flatten(name: "flat").Dense(1000, name: "head");
        model.GetLayer("conv").Trainable = false;
        var text = new StringWriter { NewLine = "\n" };
        model.Summary(text.WriteLine, 60);
        Assert.That(text.ToString().ReplaceLineEndings("\n").TrimEnd(), Is.EqualTo("""
            Model: "small"
            ┏━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━┳━━━━━━━━━━━━━━━━┳━━━━━━━━━┓
            ┃ Layer (type)                  ┃ Output Shape   ┃ Param # ┃
            ┡━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━╇━━━━━━━━━━━━━━━━╇━━━━━━━━━┩
            │ conv (Conv2D)                 │ [?, 6, 6, 4]   │      40 │
            ├───────────────────────────────┼────────────────┼─────────┤
            │ norm (BatchNormalization)     │ [?, 6, 6, 4]   │      16 │
            ├───────────────────────────────┼────────────────┼─────────┤
            │ flat (Flatten)                │ [?, 144]       │       0 │
            ├───────────────────────────────┼────────────────┼─────────┤
            │ head (Dense)                  │ [?, 1000]      │ 145,000 │
            └───────────────────────────────┴────────────────┴─────────┘
             Total params: 145,056 (566.63 KB)
             Trainable params: 145,008 (566.44 KB)
             Non-trainable params: 48 (192.00 B)
            """));
    }
}
