using DeepSharp.Layers;
using Newtonsoft.Json.Linq;

namespace DeepSharp.Tests;

public sealed class ConvLayerTests
{
    [Test]
    [Covers(typeof(Conv1D), typeof(Conv2D), typeof(Conv3D))]
    public void Conv_PassesLayerCheck()
    {
        LayerCheck.Run(() => new Conv1D(4, 3), [2, 7, 2], [2, 5, 4], "kernel[3, 2, 4] bias[4]");
        LayerCheck.Run(() => new Conv1D(4, 3, strides: 2, padding: Padding.Same, groups: 2, activation: "tanh", useBias: false), [2, 7, 2], [2, 4, 4], "kernel[3, 1, 4]");
        LayerCheck.Run(() => new Conv1D(3, 2, padding: Padding.Causal, dilationRate: 2), [2, 6, 2], [2, 6, 3], "kernel[2, 2, 3] bias[3]");
        LayerCheck.Run(() => new Conv2D(4, 3), [2, 5, 6, 2], [2, 3, 4, 4], "kernel[3, 3, 2, 4] bias[4]");
        LayerCheck.Run(() => new Conv2D(4, 3, strides: 2, padding: Padding.Same, groups: 2, activation: "tanh", useBias: false), [2, 5, 6, 2], [2, 3, 3, 4], "kernel[3, 3, 1, 4]");
        LayerCheck.Run(() => new Conv3D(4, 3), [2, 4, 3, 4, 2], [2, 2, 1, 2, 4], "kernel[3, 3, 3, 2, 4] bias[4]");
        LayerCheck.Run(() => new Conv3D(4, 3, strides: 2, padding: Padding.Same, groups: 2, activation: "tanh", useBias: false), [2, 4, 3, 4, 2], [2, 2, 2, 2, 4], "kernel[3, 3, 3, 1, 4]");
    }

    private static IEnumerable<TestCaseData> Golden() => GoldenFile.Load("conv", "conv")
        .Where(g => g.Attributes["padding"]!.Type == JTokenType.String).Select(g => new TestCaseData(g).SetArgDisplayNames(g.Name));

    [TestCaseSource(nameof(Golden))]
    public void Conv_GoldenCase_Matches(GoldenCase golden)
    {
        var kernel = golden.Array("kernel").Shape;
        var config = new JObject
        {
            ["filters"] = kernel[^1],
            ["kernel_size"] = new JArray(kernel[..^2]),
            ["strides"] = golden.Attributes["strides"],
            ["padding"] = golden.Attributes["padding"],
            ["data_format"] = "channels_last",
            ["dilation_rate"] = golden.Attributes["dilation_rate"],
            ["groups"] = golden.Attributes["groups"],
            ["use_bias"] = golden.Has("bias"),
        };
        var layer = KerasJson.Read<Layer>(new JObject { ["class_name"] = $"Conv{kernel.Length - 2}D", ["config"] = config }.ToString());
        var x = GoldenCheck.Read(golden.Array("x"), DType.Float32);
        layer.Apply(x);
        layer.SetWeights([.. golden.Inputs.Skip(1).Select(name => GoldenCheck.Read(golden.Array(name), DType.Float32))]);
        Close.Same(golden.Name, GoldenCheck.Read(golden.Array("y"), DType.Float32), layer.Apply(x), 1e-5);
    }

    [Test]
    public void Conv_StridesAndDilation_Throws() => Assert.That(
        () => new Conv2D(4, 3, strides: (2, 1), dilationRate: 2) { Name = "c" }.Apply(Tensor.Zeros([1, 9, 9, 1])),
        Throws.TypeOf<InvalidValueException>().With.Message.EqualTo(
            "Conv2D cannot have strides above 1 together with a dilation rate above 1, but got strides (2, 1) and dilation rate (2, 2). Set one of them to 1.\n" +
            "  in Conv2D(4, (3, 3), strides: (2, 1), dilationRate: (2, 2)) 'c'."));

    [Test]
    public void Conv_WrongChannels_ThrowsWithLayerName()
    {
        var layer = new Conv2D(32, 3) { Name = "block1_conv" };
        layer.Apply(Tensor.Zeros([1, 28, 28, 3]));
        Assert.That(() => layer.Apply(new Tensor(new([Dim.Any, 28, 28, 1], DType.Float32), Device.Null)), Throws.TypeOf<ShapeMismatchException>().With.Message.EqualTo(
            "Conv2D expects 3 input channels (axis 3) but got 1: input shape is [?, 28, 28, 1]. Kernel: [3, 3, 3, 32].\n" +
            "  Rebuild the layer for this input, or convert the input to 3 channels.\n  in Conv2D(32, (3, 3)) 'block1_conv'."));
    }

    [Test]
    public void Conv_WrongRank_ThrowsWithLayout() => Assert.That(
        () => new Conv1D(4, 3) { Name = "c" }.Apply(Tensor.Zeros([8, 28])),
        Throws.TypeOf<ShapeMismatchException>().With.Message.EqualTo(
            "Conv1D expects its input to be [batch, steps, channels] but got shape [8, 28] with 2 axes instead of 3. Reshape the input, or take the layer for 2 axes.\n  in Conv1D(4, 3) 'c'."));

    [Test]
    public void Conv_GroupsThatDoNotDivide_Throw()
    {
        Assert.That(() => new Conv1D(5, 3, groups: 2) { Name = "c" }.Apply(Tensor.Zeros([1, 9, 4])), Throws.TypeOf<InvalidValueException>().With.Message.Contains("5 filters and 2 groups"));
        Assert.That(() => new Conv1D(6, 3, groups: 2) { Name = "c" }.Apply(Tensor.Zeros([1, 9, 3])), Throws.TypeOf<ShapeMismatchException>().With.Message.Contains("cannot divide 3 input channels into 2 groups"));
    }

    [Test]
    public void Conv_ChannelsFirst_IsRefusedByName() => Assert.That(
        () => KerasJson.Read<Layer>("""{"class_name":"Conv2D","config":{"filters":1,"kernel_size":3,"data_format":"channels_first"}}"""),
        Throws.TypeOf<ConfigException>().With.Message.Contains("key 'data_format' is \"channels_first\""));
}
