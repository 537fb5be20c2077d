using static DeepSharp.Vocabulary;

namespace DeepSharp.Tests;

public sealed class ModelGradientCheckTests
{
    private static readonly Tensor s_images = Samples.Uniform([4, 7, 7, 2]).Cast(DType.Float32), s_labels = Tensor.From([0, 2, 1, 2]);

    [TestCase(false)]
    [TestCase(true)]
    public void Convnet_HasRightGradients(bool training)
    {
        var model = new Sequential([7, 7, 2]).Conv2D(3, 3, activation: Tanh, kernelRegularizer: "l2").BatchNormalization().AveragePooling2D(2).Flatten().Dropout(0.3).Dense(3, activation: Softmax);
        model.Compile("adam", SparseCategoricalCrossentropy);
        var before = model.GetWeights();
        var report = model.GradientCheck((s_images, s_labels), training: training);
        Assert.That(report.Passed, report.ToString());
        Assert.That(report.Entries.GroupBy(e => e.Weight), Has.Exactly(model.TrainableWeights.Count).Items);
        Assert.That(report.Entries.Select(e => e.Gradient), Has.Some.Not.Zero);
        Assert.That(report.Entries.Count(e => e.IsSmooth), Is.EqualTo(report.Entries.Count));
        Assert.That(report.ToString(), Does.Contain("ok").And.Contain("Passed, tolerance 1e-05").And.Not.Contain("WRONG"));
        Close.Identical("the model itself", before, model.GetWeights());
    }

    [Test]
    public void Uncompiled_IsCheckedByASumOfItsOutputs()
    {
        var start = Input(3);
        var model = new Model(start, start.Dense(4, activation: Sigmoid).LayerNormalization().Dense(2, dtype: "mixed_bfloat16"));
        var report = model.GradientCheck(Samples.Uniform([5, 3]).Cast(DType.Float32), elements: 3);
        Assert.That(report.Passed, report.ToString());
        Assert.That(report.Entries.Count, Is.EqualTo(3 + 3 + 3 + 3 + 3 + 2));
    }

    [Test]
    public void WrongGradient_IsFoundAndNamed()
    {
        var model = new Sequential([3]).Dense(2, name: "before").Add(new CrookedSquare()).Dense(1, name: "after");
        var report = model.GradientCheck(Samples.Uniform([5, 3]).Cast(DType.Float32));
        Assert.That(report.Passed, Is.False);
        Assert.That(report.Failures.Select(f => f.Weight).Distinct(), Is.EquivalentTo(new[] { "before/kernel", "before/bias" }));
        Assert.That(report.LargestError, Is.EqualTo(0.05 / 2.1).Within(1e-3).Or.EqualTo(0.1 / 2.1).Within(1e-2));
        Assert.That(report.ToString(), Does.Contain("WRONG").And.Contain("elements are wrong").And.Contain("before/kernel[0, 0]: gradient "));
    }

    [Test]
    public void Kinks_DoNotCount()
    {
        var model = new Sequential([1]).Dense(1, activation: Relu, kernelInitializer: "ones");
        var report = model.GradientCheck(Tensor.From([0f], [1, 1]));
        Assert.That(report.Entries.Single(e => e.Weight.EndsWith("bias")).IsSmooth, Is.False, "0 is where relu bends");
        Assert.That(report.Passed, report.ToString());
        Assert.That(report.ToString(), Does.Contain("not checked"));
    }

    [Test]
    public void Elements_MustBePositive() => Assert.That(() => new Sequential([1]).Dense(1).GradientCheck(Tensor.From([0f], [1, 1]), elements: 0),
        Throws.TypeOf<InvalidValueException>().With.Message.EqualTo("GradientCheck: elements must be 1 or more, got 0."));
}

/// <summary>x² with a derivative that is 5 % too large.</summary>
[Layer]
public sealed partial class CrookedSquare() : Layer
{
    /// <inheritdoc/>
    protected override Tensor Call(Tensor x) => CustomGradient.Apply(t => t[0] * t[0], s => [s.Dy * s.X * 2.1], x);
}
