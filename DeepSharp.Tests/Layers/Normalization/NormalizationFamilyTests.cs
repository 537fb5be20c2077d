using DeepSharp.Layers;
using Newtonsoft.Json.Linq;

namespace DeepSharp.Tests;

public sealed class NormalizationFamilyTests
{
    [Test]
    [Covers(typeof(LayerNormalization), typeof(GroupNormalization), typeof(RMSNormalization), typeof(UnitNormalization))]
    public void Normalizations_PassesLayerCheck()
    {
        LayerCheck.Run(() => new LayerNormalization(), [2, 3, 5], [2, 3, 5], "gamma[5] beta[5]");
        LayerCheck.Run(() => new LayerNormalization(new Axes(1, 2), scale: false), [2, 3, 5], [2, 3, 5], "beta[3, 5]");
        LayerCheck.Run(() => new GroupNormalization(2), [2, 3, 4], [2, 3, 4], "gamma[4] beta[4]");
        LayerCheck.Run(() => new GroupNormalization(-1, center: false), [2, 3, 4], [2, 3, 4], "gamma[4]");
        LayerCheck.Run(() => new RMSNormalization(), [3, 5], [3, 5], "scale[5]");
        LayerCheck.Run(() => new UnitNormalization(), [3, 5], [3, 5]);
    }

    private static IEnumerable<TestCaseData> Golden() =>
        GoldenFile.Load("normalization").Where(g => g.Attribute<string>("op") != "batch_normalization").Select(g => new TestCaseData(g).SetArgDisplayNames(g.Name));

    [TestCaseSource(nameof(Golden))]
    public void Normalization_GoldenCase_Matches(GoldenCase golden)
    {
        var config = new JObject(golden.Attributes.Properties().Where(p => p.Name != "op"));
        string name = string.Concat(golden.Attribute<string>("op")!.Split('_').Select(p => p == "rms" ? "RMS" : char.ToUpperInvariant(p[0]) + p[1..]));
        var layer = KerasJson.Read<Layer>(new JObject { ["class_name"] = name, ["config"] = config }.ToString());
        var x = GoldenCheck.Read(golden.Array("x"), DType.Float32);
        layer.Apply(x);
        layer.SetWeights([.. golden.Inputs.Skip(1).Select(n => GoldenCheck.Read(golden.Array(n), DType.Float32))]);
        Close.Same(golden.Name, GoldenCheck.Read(golden.Array("y"), DType.Float32), layer.Apply(x), 1e-5);
    }

    [Test]
    public void GroupNormalization_GroupsThatDoNotDivide_ThrowWithLayerName() => Assert.That(
        () => new GroupNormalization(3) { Name = "g" }.Apply(Tensor.Zeros([2, 4])),
        Throws.TypeOf<ShapeMismatchException>().With.Message.Contains("3 groups do not divide the 4 channels").And.Message.Contains("in GroupNormalization(groups: 3) 'g'."));
}
