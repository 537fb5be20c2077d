using DeepSharp.Layers;
using Newtonsoft.Json.Linq;

namespace DeepSharp.Tests;

public sealed class PoolingLayerTests
{
    [Test]
    [Covers(typeof(MaxPooling1D), typeof(MaxPooling2D), typeof(MaxPooling3D))]
    public void MaxPooling_PassesLayerCheck()
    {
        LayerCheck.Run(() => new MaxPooling1D(), [2, 7, 2], [2, 3, 2]);
        LayerCheck.Run(() => new MaxPooling2D((2, 3), 1, Padding.Same), [2, 4, 5, 2], [2, 4, 5, 2]);
        LayerCheck.Run(() => new MaxPooling3D(), [2, 4, 4, 2, 2], [2, 2, 2, 1, 2]);
    }

    [Test]
    [Covers(typeof(AveragePooling1D), typeof(AveragePooling2D), typeof(AveragePooling3D))]
    public void AveragePooling_PassesLayerCheck()
    {
        LayerCheck.Run(() => new AveragePooling1D(2), [2, 7, 2], [2, 3, 2]);
        LayerCheck.Run(() => new AveragePooling2D((2, 3), 1, Padding.Same), [2, 4, 5, 2], [2, 4, 5, 2]);
        LayerCheck.Run(() => new AveragePooling3D(2), [2, 4, 4, 2, 2], [2, 2, 2, 1, 2]);
    }

    private static IEnumerable<TestCaseData> Golden() => GoldenFile.Load("pooling").Select(g => new TestCaseData(g).SetArgDisplayNames(g.Name));

    [TestCaseSource(nameof(Golden))]
    public void Pooling_GoldenCase_Matches(GoldenCase golden)
    {
        string kind = golden.Attribute<string>("op") == "max_pool" ? "Max" : "Average";
        var config = new JObject { ["pool_size"] = golden.Attributes["pool_size"], ["padding"] = golden.Attributes["padding"], ["strides"] = golden.Attributes["strides"], ["data_format"] = "channels_last" };
        var layer = KerasJson.Read<Layer>(new JObject { ["class_name"] = $"{kind}Pooling{golden.Array("x").Shape.Length - 2}D", ["config"] = config }.ToString());
        Close.Same(golden.Name, GoldenCheck.Read(golden.Array("y"), DType.Float32), layer.Apply(GoldenCheck.Read(golden.Array("x"), DType.Float32)), 1e-6);
    }

    [Test]
    public void Pooling_NoStrides_TakesTheWindow()
    {
        Assert.That(new MaxPooling2D((2, 3)).Strides, Is.EqualTo((Size2D)(2, 3)));
        Assert.That(new AveragePooling2D(3).ToString(), Is.EqualTo("AveragePooling2D((3, 3))"));
    }

    [Test]
    public void Pooling_WindowAboveInput_ThrowsWithLayerName() => Assert.That(
        () => new MaxPooling1D(5) { Name = "p" }.Apply(Tensor.Zeros([1, 3, 1])),
        Throws.TypeOf<ShapeMismatchException>().With.Message.Contains("[max_pool]").And.Message.Contains("in MaxPooling1D(poolSize: 5) 'p'."));
}
