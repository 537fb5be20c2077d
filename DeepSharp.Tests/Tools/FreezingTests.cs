using static DeepSharp.Vocabulary;

namespace DeepSharp.Tests;

public sealed class FreezingTests
{
    private static readonly Tensor s_x = Samples.Uniform([16, 4]).Cast(DType.Float32), s_y = s_x.Sum(1, keepDims: true);

    private static (Sequential Model, Model Inner) Make()
    {
        var start = Input(4);
        var inner = new Model(start, start.Dense(5, activation: Tanh, name: "h").BatchNormalization(name: "n")) { Name = "inner" };
        return (new Sequential([4]).Add(inner).Dense(1, name: "out"), inner);
    }

    private static string[] Changed(Model model, Action train)
    {
        var before = model.Weights.ToDictionary(w => w, w => w.Value.ToDoubles());
        train();
        return [.. model.Weights.Where(w => !w.Value.ToDoubles().SequenceEqual(before[w])).Select(w => w.Path)];
    }

    [Test]
    public void Trainable_IsSetForAllLayersInside()
    {
        var (model, inner) = Make();
        inner.Trainable = false;
        Assert.That(inner.Layers.Select(l => l.Trainable), Is.All.False);
        Assert.That(model.TrainableWeights.Select(w => w.Path), Is.EqualTo(new[] { "out/kernel", "out/bias" }));
        model.Trainable = true;
        Assert.That(model.TrainableWeights, Has.Count.EqualTo(6));
    }

    [TestCase(false)]
    [TestCase(true)]
    public void Frozen_WeightsAndStatisticsStay(bool runEagerly)
    {
        var (model, inner) = Make();
        inner.Trainable = false;
        model.Compile(new SGD(0.1), MeanSquaredError, runEagerly: runEagerly);
        Assert.That(Changed(model, () => model.Fit((s_x, s_y), epochs: 2, verbose: Verbosity.Silent)), Is.EqualTo(new[] { "out/kernel", "out/bias" }),
            "a frozen batch normalization runs as in inference");
    }

    [Test]
    public void Freezing_AfterTrainingHasBegun_CountsFromTheNextCompile()
    {
        var (model, inner) = Make();
        model.Compile(new SGD(0.1), MeanSquaredError);
        model.Fit((s_x, s_y), verbose: Verbosity.Silent);
        inner.Trainable = false;
        Assert.That(Changed(model, () => model.Fit((s_x, s_y), verbose: Verbosity.Silent)), Has.Member("h/kernel"), "not yet");
        model.Compile(new SGD(0.1), MeanSquaredError);
        Assert.That(Changed(model, () => model.Fit((s_x, s_y), verbose: Verbosity.Silent)), Is.EqualTo(new[] { "out/kernel", "out/bias" }));
    }
}
