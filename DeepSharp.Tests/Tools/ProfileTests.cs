using static DeepSharp.Vocabulary;

namespace DeepSharp.Tests;

public sealed class ProfileTests
{
    private static readonly Tensor s_x = Samples.Uniform([5, 8]).Cast(DType.Float32), s_y = Tensor.From([0, 1, 2, 0, 1]);

    private static Sequential Make() => new Sequential([8]) { Name = "m" }.Dense(4, activation: Relu, name: "a").Dropout(0.5).Dense(3, activation: Softmax, name: "b");

    [Test]
    public void Forward_CountsTheWorkOfEachLayerAndOp()
    {
        var profile = Make().Profile(s_x, runs: 2);
        Assert.That((profile.Batch, profile.IsTraining), Is.EqualTo((5, false)));
        Assert.That(profile.Layers.Select(l => l.Path), Is.EqualTo(new[] { "a", "dropout", "b", "" }).Using<string>((x, y) => x == y || x.StartsWith("dropout") && y.StartsWith("dropout")));
        var matmul = profile.Ops.Single(o => o.Name == "matmul").Work;
        Assert.That((matmul.Calls, matmul.Flops), Is.EqualTo((2, 2 * 5 * 8 * 4 + 2 * 5 * 4 * 3)));
        var a = profile.Layers[0];
        Assert.That((a.Type, a.Output, a.Parameters), Is.EqualTo(("Dense", (Shape?)new Shape(5, 4), 8 * 4 + 4)));
        Assert.That(a.Forward.Flops, Is.EqualTo(2 * 5 * 8 * 4 + 5 * 4 + 5 * 4), "product, bias, relu");
        Assert.That(a.Backward.Calls, Is.Zero);
        Assert.That(profile.Total.Flops, Is.EqualTo(profile.Ops.Sum(o => o.Work.Flops)));
        Assert.That(profile.ToString(), Does.Contain("a (Dense)").And.Contain("forward with 5 samples").And.Contain("matmul").And.Not.Contain("Backward"));
    }

    [Test]
    public void TrainingStep_CountsGradientsForTheirLayers_AndChangesNothing()
    {
        var model = Make();
        model.Compile("adam", SparseCategoricalCrossentropy, [Accuracy]);
        model.Fit((s_x, s_y), verbose: Verbosity.Silent);
        Variable[] state = [.. model.Weights, .. model.States, .. model.Optimizer.Variables];
        var before = Array.ConvertAll(state, v => v.Value);
        var profile = model.Profile((s_x, s_y), runs: 1);
        Close.Identical("state", before, Array.ConvertAll(state, v => v.Value));
        Assert.That(profile.IsTraining);
        var (a, b, outside) = (profile.Layers[0], profile.Layers[^2], profile.Layers[^1]);
        Assert.That(a.Backward.Flops, Is.AtLeast(2 * 5 * 8 * 4), "of the kernel; nobody asks for the gradient of the input");
        Assert.That(b.Backward.Flops, Is.AtLeast(2 * 2 * 5 * 4 * 3), "of the kernel and of the input");
        Assert.That((outside.Path, outside.Forward.Calls), Is.EqualTo(("", outside.Forward.Calls)).And.Not.EqualTo(("", 0L)));
        Assert.That(profile.Ops.Select(o => o.Name), Has.Member("adam"));
        Assert.That(profile.ToString(), Does.Contain("one training step").And.Contain("Backward").And.Contain("(outside of layers)"));
    }

    [Test]
    public void Nested_LayersHavePaths()
    {
        var start = Input(8);
        var model = new Sequential([8]).Add(new Model(start, start.Dense(2, name: "h")) { Name = "inner" });
        Assert.That(model.Profile(s_x).Layers.Select(l => l.Path), Is.EqualTo(new[] { "inner/h", "" }));
    }

    [Test]
    public void Runs_MustBePositive() =>
        Assert.That(() => Make().Profile(s_x, runs: 0), Throws.TypeOf<InvalidValueException>().With.Message.EqualTo("Profile: runs must be 1 or more, got 0."));
}
