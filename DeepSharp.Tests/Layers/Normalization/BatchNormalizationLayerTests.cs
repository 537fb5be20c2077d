using DeepSharp.Layers;

namespace DeepSharp.Tests;

public sealed class BatchNormalizationLayerTests
{
    [Test]
    [Covers(typeof(BatchNormalization))]
    public void BatchNormalization_PassesLayerCheck()
    {
        LayerCheck.Run(() => new BatchNormalization(), [6, 3], [6, 3], "gamma[3] beta[3] moving_mean[3] moving_variance[3]", 2);
        LayerCheck.Run(() => new BatchNormalization(axis: 1, center: false, scale: false), [4, 3, 5], [4, 3, 5], "moving_mean[3] moving_variance[3]", 2);
        LayerCheck.Run(() => new BatchNormalization(scale: false), [4, 3, 5, 2], [4, 3, 5, 2], "beta[2] moving_mean[2] moving_variance[2]", 2);
    }

    private static IEnumerable<TestCaseData> Golden() => GoldenFile.Load("normalization", "batch_normalization").Select(g => new TestCaseData(g).SetArgDisplayNames(g.Name));

    [TestCaseSource(nameof(Golden))]
    public void BatchNormalization_GoldenCase_Matches(GoldenCase golden)
    {
        Tensor Read(string name) => GoldenCheck.Read(golden.Array(name), DType.Float32);
        var layer = new BatchNormalization(
            golden.Attribute<int>("axis"), golden.Attribute<double>("momentum"), golden.Attribute<double>("epsilon"), golden.Attribute<bool>("center"), golden.Attribute<bool>("scale"));
        var x = Read("x");
        layer.Apply(x);
        layer.SetWeights([.. new[] { "gamma", "beta", "moving_mean", "moving_variance" }.Where(golden.Has).Select(Read)]);
        if (golden.Has("mask")) x.Mask = Read("mask").Cast(DType.Bool);
        Close.Same(golden.Name, Read("y"), layer.Apply(x, golden.Attribute<bool>("training")), 1e-5);
        if (!golden.Has("new_moving_mean")) return;
        Close.Same($"{golden.Name}: moving mean", Read("new_moving_mean"), layer.Weights[^2].Value, 1e-5);
        Close.Same($"{golden.Name}: moving variance", Read("new_moving_variance"), layer.Weights[^1].Value, 1e-5);
    }

    [Test]
    public void BatchNormalization_NotTrainable_RunsAsInInference()
    {
        var layer = new BatchNormalization();
        var x = Samples.Uniform([6, 3]).Cast(DType.Float32);
        var expected = layer.Apply(x).ToDoubles();
        layer.Trainable = false;
        Assert.That(layer.Apply(x, training: true).ToDoubles(), Is.EqualTo(expected));
        Assert.That(layer.Weights[^2].Value.ToDoubles(), Is.All.Zero);
    }

    [Test]
    public void BatchNormalization_WrongChannels_ThrowsWithLayerName()
    {
        var layer = new BatchNormalization { Name = "bn" };
        layer.Apply(Tensor.Zeros([2, 3]));
        Assert.That(() => layer.Apply(Tensor.Zeros([2, 4])), Throws.TypeOf<ShapeMismatchException>().With.Message.EqualTo(
            "BatchNormalization expects 3 channels on axis -1 but got shape [2, 4]. Rebuild the layer for this input.\n  in BatchNormalization() 'bn'."));
    }
}
