using DeepSharp.Layers;
using Newtonsoft.Json.Linq;

namespace DeepSharp.Tests;

public sealed class ConvTransposeLayerTests
{
    [Test]
    [Covers(typeof(Conv1DTranspose), typeof(Conv2DTranspose), typeof(Conv3DTranspose))]
    public void ConvTranspose_PassesLayerCheck()
    {
        LayerCheck.Run(() => new Conv1DTranspose(3, 3, strides: 2, padding: Padding.Same), [2, 4, 2], [2, 8, 3], "kernel[3, 3, 2] bias[3]");
        LayerCheck.Run(() => new Conv2DTranspose(3, (3, 2), strides: 2), [2, 3, 2, 2], [2, 7, 4, 3], "kernel[3, 2, 3, 2] bias[3]");
        LayerCheck.Run(() => new Conv3DTranspose(2, 2, strides: 2, padding: Padding.Same, useBias: false), [1, 2, 2, 2, 3], [1, 4, 4, 4, 2], "kernel[2, 2, 2, 2, 3]");
    }

    private static IEnumerable<TestCaseData> Golden() => GoldenFile.Load("conv", "conv_transpose").Select(g => new TestCaseData(g).SetArgDisplayNames(g.Name));

    [TestCaseSource(nameof(Golden))]
    public void ConvTranspose_GoldenCase_Matches(GoldenCase golden)
    {
        var kernel = golden.Array("kernel").Shape;
        var config = new JObject
        {
            ["filters"] = kernel[^2],
            ["kernel_size"] = new JArray(kernel[..^2]),
            ["strides"] = golden.Attributes["strides"],
            ["padding"] = golden.Attributes["padding"],
            ["output_padding"] = golden.Attributes["output_padding"],
            ["dilation_rate"] = golden.Attributes["dilation_rate"],
            ["use_bias"] = false,
        };
        var layer = KerasJson.Read<Layer>(new JObject { ["class_name"] = $"Conv{kernel.Length - 2}DTranspose", ["config"] = config }.ToString());
        var x = GoldenCheck.Read(golden.Array("x"), DType.Float32);
        layer.Apply(x);
        layer.SetWeights([GoldenCheck.Read(golden.Array("kernel"), DType.Float32)]);
        Close.Same(golden.Name, GoldenCheck.Read(golden.Array("y"), DType.Float32), layer.Apply(x), 1e-5);
    }

    [Test]
    public void ConvTranspose_StridesWithDilation_AreRefused() => Assert.That(
        () => new Conv2DTranspose(2, 3, strides: (2, 1), dilationRate: (1, 2)) { Name = "up" }.Apply(Tensor.Zeros([1, 4, 4, 1])),
        Throws.TypeOf<InvalidValueException>().With.Message.StartWith(
            "Conv2DTranspose cannot have strides above 1 together with a dilation rate above 1, but got strides (2, 1) and dilation rate (1, 2). Set one of them to 1."));

    [Test]
    public void ConvTranspose_OutputPaddingOutOfRange_IsRefused()
    {
        Assert.That(
            () => new Conv2DTranspose(2, 3, strides: 2, outputPadding: [1, 2]).Apply(Tensor.Zeros([1, 4, 4, 1])),
            Throws.TypeOf<InvalidValueException>().With.Message.Contains("output padding must be from 0 to below the stride, but is (1, 2) for strides (2, 2)"));
        Assert.That(
            () => new Conv3DTranspose(2, 3, strides: 2, outputPadding: [1, 1]).Apply(Tensor.Zeros([1, 2, 2, 2, 1])),
            Throws.TypeOf<InvalidValueException>().With.Message.Contains("expects 3 output paddings, one for each spatial axis, but got (1, 1)"));
    }

    [Test]
    public void ConvTranspose_WrongChannels_ThrowsWithLayerName()
    {
        var layer = new Conv1DTranspose(2, 3) { Name = "up" };
        layer.Apply(Tensor.Zeros([1, 4, 3]));
        Assert.That(() => layer.Apply(Tensor.Zeros([1, 4, 5])), Throws.TypeOf<ShapeMismatchException>().With.Message.Contains("expects 3 input channels (axis 2) but got 5"));
    }
}
