using DeepSharp.Layers;

namespace DeepSharp.Tests;

public sealed class DepthwiseConvLayerTests
{
    [Test]
    [Covers(typeof(DepthwiseConv1D), typeof(DepthwiseConv2D))]
    public void DepthwiseConv_PassesLayerCheck()
    {
        LayerCheck.Run(() => new DepthwiseConv1D(3, depthMultiplier: 2), [2, 6, 3], [2, 4, 6], "kernel[3, 3, 2] bias[6]");
        LayerCheck.Run(() => new DepthwiseConv2D(3, padding: Padding.Same), [2, 4, 5, 3], [2, 4, 5, 3], "kernel[3, 3, 3, 1] bias[3]");
    }

    [Test]
    [Covers(typeof(SeparableConv1D), typeof(SeparableConv2D))]
    public void SeparableConv_PassesLayerCheck()
    {
        LayerCheck.Run(() => new SeparableConv1D(4, 3, depthMultiplier: 2), [2, 6, 3], [2, 4, 4], "depthwise_kernel[3, 3, 2] pointwise_kernel[1, 6, 4] bias[4]");
        LayerCheck.Run(() => new SeparableConv2D(4, 3, padding: Padding.Same, useBias: false), [2, 4, 5, 3], [2, 4, 5, 4], "depthwise_kernel[3, 3, 3, 1] pointwise_kernel[1, 1, 3, 4]");
    }

    [TestCase("conv2d_depthwise"), TestCase("conv2d_depthwise_multiplier2_stride2")]
    public void DepthwiseConv_GoldenCase_Matches(string name)
    {
        var golden = GoldenFile.Case("conv", name);
        var kernel = GoldenCheck.Read(golden.Array("kernel"), DType.Float32);
        int channels = golden.Array("x").Shape[^1], stride = golden.Attribute<int[]>("strides")![0];
        var layer = new DepthwiseConv2D(3, stride, Padding.Same, kernel.Shape[^1] / channels, useBias: false);
        var x = GoldenCheck.Read(golden.Array("x"), DType.Float32);
        layer.Apply(x);
        layer.SetWeights([kernel.Reshape([3, 3, channels, kernel.Shape[^1] / channels])]);
        Close.Same(name, GoldenCheck.Read(golden.Array("y"), DType.Float32), layer.Apply(x), 1e-5);
    }

    [Test]
    public void SeparableConv_IsDepthwiseThenPointwise()
    {
        var x = Samples.Uniform([1, 5, 5, 2]).Cast(DType.Float32);
        var both = new SeparableConv2D(3, 3, depthMultiplier: 2);
        var (first, second) = (new DepthwiseConv2D(3, depthMultiplier: 2, useBias: false), new Conv2D(3, 1));
        var expected = second.Apply(first.Apply(x));
        both.Apply(x);
        both.SetWeights([.. first.GetWeights(), .. second.GetWeights()]);
        Close.Same("separable", second.Apply(first.Apply(x)), both.Apply(x), 1e-5);
        Assert.That(expected.Shape, Is.EqualTo(new Shape(1, 3, 3, 3)));
    }
}
