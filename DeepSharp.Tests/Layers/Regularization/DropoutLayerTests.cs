using DeepSharp.Layers;

namespace DeepSharp.Tests;

public sealed class DropoutLayerTests
{
    [Test]
    [Covers(typeof(Dropout), typeof(SpatialDropout1D), typeof(SpatialDropout2D), typeof(SpatialDropout3D))]
    public void Dropout_PassesLayerCheck()
    {
        LayerCheck.Run(() => new Dropout(0.5, seed: 3), [4, 6], [4, 6]);
        LayerCheck.Run(() => new Dropout(0.25, [Dim.Any, 1], seed: 3), [4, 6], [4, 6]);
        LayerCheck.Run(() => new SpatialDropout1D(0.5, seed: 3), [2, 3, 4], [2, 3, 4]);
        LayerCheck.Run(() => new SpatialDropout2D(0.5, seed: 3), [2, 3, 3, 4], [2, 3, 3, 4]);
        LayerCheck.Run(() => new SpatialDropout3D(0.5, seed: 3), [2, 2, 2, 2, 4], [2, 2, 2, 2, 4]);
    }

    [Test]
    [Covers(typeof(GaussianNoise), typeof(GaussianDropout), typeof(AlphaDropout), typeof(ActivityRegularization))]
    public void Noise_PassesLayerCheck()
    {
        LayerCheck.Run(() => new GaussianNoise(0.5, seed: 3), [4, 6], [4, 6]);
        LayerCheck.Run(() => new GaussianDropout(0.5, seed: 3), [4, 6], [4, 6]);
        LayerCheck.Run(() => new AlphaDropout(0.5, seed: 3), [4, 6], [4, 6]);
        LayerCheck.Run(() => new AlphaDropout(0.5, [Dim.Any, 1], seed: 3), [4, 6], [4, 6]);
        LayerCheck.Run(() => new ActivityRegularization(0.1, 0.2), [4, 6], [4, 6]);
    }

    [Test]
    public void Dropout_Training_KeepsTheMeanAndDrawsAnew()
    {
        var layer = new Dropout(0.25, seed: 7);
        var x = Tensor.Ones([100, 100]);
        var (first, second) = (layer.Apply(x, training: true).ToDoubles(), layer.Apply(x, training: true).ToDoubles());
        Assert.That(first.Distinct().Order(), Is.EqualTo(new[] { 0, 1 / 0.75 }).Within(1e-6));
        Assert.That(first.Average(), Is.EqualTo(1).Within(0.03));
        Assert.That(second, Is.Not.EqualTo(first));
        Assert.That(new Dropout(0.25, seed: 7).Apply(x, training: true).ToDoubles(), Is.EqualTo(first));
        Assert.That(layer.Apply(x).ToDoubles(), Is.All.EqualTo(1));
    }

    [Test]
    public void Dropout_State_IsSavedWithTheModel()
    {
        var layer = new Dropout(0.5, seed: 7);
        layer.Apply(Tensor.Ones([2, 2]), training: true);
        Assert.That(layer.States.Single().Value.ToDoubles(), Is.EqualTo(new double[] { 7, 1 }));
        Assert.That(layer.Weights, Is.Empty);
    }

    [Test]
    public void SpatialDropout_Training_DropsWholeChannels()
    {
        var y = new SpatialDropout1D(0.5, seed: 1).Apply(Tensor.Ones([8, 5, 8]), training: true);
        Assert.That(y.Max(1).ToDoubles(), Is.EqualTo(y.Min(1).ToDoubles()));
        Assert.That(y.ToDoubles(), Does.Contain(0.0).And.Contain(2.0));
    }

    [Test]
    public void Noise_Training_HasItsMoments()
    {
        var x = Tensor.Ones([200, 100]);
        var added = new GaussianNoise(0.5, seed: 1).Apply(x, training: true);
        var multiplied = new GaussianDropout(0.2, seed: 1).Apply(x, training: true);
        Assert.That(added.Mean().ToDoubles()[0], Is.EqualTo(1).Within(0.02));
        Assert.That(added.Std().ToDoubles()[0], Is.EqualTo(0.5).Within(0.02));
        Assert.That(multiplied.Mean().ToDoubles()[0], Is.EqualTo(1).Within(0.02));
        Assert.That(multiplied.Std().ToDoubles()[0], Is.EqualTo(0.5).Within(0.02));
        var normal = Tensor.RandomNormal([200, 100], seed: 5);
        var dropped = new AlphaDropout(0.3, seed: 1).Apply(normal, training: true);
        Assert.That(dropped.Mean().ToDoubles()[0], Is.EqualTo(0).Within(0.03));
        Assert.That(dropped.Std().ToDoubles()[0], Is.EqualTo(1).Within(0.03));
    }

    [TestCase(-0.1), TestCase(1.5), TestCase(double.NaN)]
    public void Dropout_RateOutside_Throws(double rate) => Assert.That(
        () => new Dropout(rate), Throws.TypeOf<InvalidValueException>().With.Message.Contains("Dropout expects a rate from 0 to 1"));

    [Test]
    public void ActivityRegularization_AddsItsLoss()
    {
        var losses = new List<double>();
        var layer = new ActivityRegularization(1, 0.5);
        var outer = CallContext.For(true);
        outer.Run(() => layer.Apply(new float[,] { { 1, -2 }, { 0, 2 } }));
        losses.AddRange(outer.Losses.Select(l => l.ToDoubles()[0]));
        Assert.That(losses, Is.EqualTo(new[] { (5 + 0.5 * 9) / 2 }));
    }
}
