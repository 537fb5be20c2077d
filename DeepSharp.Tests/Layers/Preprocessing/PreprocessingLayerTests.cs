using DeepSharp.Layers;

namespace DeepSharp.Tests;

public sealed class PreprocessingLayerTests
{
    [Test]
    [Covers(typeof(Rescaling))]
    public void Rescaling_PassesLayerCheck()
    {
        LayerCheck.Run(() => new Rescaling(1 / 255.0, -0.5), [2, 3], [2, 3]);
        LayerCheck.Run(() => new Rescaling(new[] { 0.5, 1, 2 }), [2, 3], [2, 3]);
    }

    [Test]
    [Covers(typeof(Normalization))]
    public void Normalization_PassesLayerCheck()
    {
        LayerCheck.Run(() => new Normalization(), [2, 5, 3], [2, 5, 3], "mean[3] variance[3] count[]", 3);
        LayerCheck.Run(() => new Normalization(new Axes()), [2, 3], [2, 3], "mean[] variance[] count[]", 3);
        LayerCheck.Run(() => new Normalization(mean: 0.5, variance: new[] { 1, 4, 0.25 }), [2, 3], [2, 3]);
        LayerCheck.Run(() => new Normalization(mean: 0.5, variance: 2, invert: true), [2, 3], [2, 3]);
    }

    [Test]
    public void Rescaling_Bytes_BecomeFloating() => Assert.That(
        new Rescaling(1 / 255.0).Apply(Tensor.From(new byte[] { 0, 51, 255 }, [1, 3])).ToDoubles(), Is.EqualTo(new[] { 0, 0.2, 1 }).Within(1e-7));

    [Test]
    public void Normalization_Adapt_LearnsPopulationMoments()
    {
        var data = Tensor.From(new float[] { 1, 10, 3, 10, 5, 10, 7, 10 }, [4, 2]);
        var (whole, parts) = (new Normalization(), new Normalization());
        whole.Adapt(data);
        parts.Adapt([data[..1], data[1..]]);
        Assert.That(whole.Weights[0].Value.ToDoubles(), Is.EqualTo(new double[] { 4, 10 }));
        Assert.That(whole.Weights[1].Value.ToDoubles(), Is.EqualTo(new double[] { 5, 0 }));
        Assert.That(whole.Weights[2].Value.ToDoubles(), Is.EqualTo(new double[] { 4 }));
        Close.Same("in parts", whole.GetWeights(), parts.GetWeights(), 1e-6);
        Assert.That(whole.Apply(data).ToDoubles()[..2], Is.EqualTo(new[] { -3 / Math.Sqrt(5), 0 }).Within(1e-6));
        var all = new Normalization(new Axes());
        all.Adapt(data);
        Assert.That(all.Weights[0].Value.ToDoubles(), Is.EqualTo(new double[] { 7 }));
    }

    [Test]
    public void Normalization_Invert_GoesBack()
    {
        var x = Samples.Uniform([2, 3]).Cast(DType.Float32);
        Numbers mean = new[] { 1, -2, 0.5 }, variance = new[] { 4, 1, 0.25 };
        Close.Same("there and back", x, new Normalization(mean: mean, variance: variance, invert: true).Apply(new Normalization(mean: mean, variance: variance).Apply(x)), 1e-6);
    }

    [Test]
    public void Normalization_Misuse_Throws()
    {
        Assert.That(() => new Normalization(mean: 1) { Name = "n" }.Apply(Tensor.Zeros([1, 2])), Throws.TypeOf<InvalidValueException>().With.Message.Contains("mean and variance must be given both or not at all"));
        Assert.That(() => new Normalization(mean: 1, variance: 1).Adapt(Tensor.Zeros([1, 2])), Throws.TypeOf<InvalidValueException>().With.Message.Contains("cannot learn them"));
        Assert.That(() => new Normalization().Adapt(Tensor.Zeros([0, 2])), Throws.TypeOf<ShapeMismatchException>().With.Message.Contains("got no samples"));
    }
}
