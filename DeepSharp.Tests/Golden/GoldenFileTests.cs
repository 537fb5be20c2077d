namespace DeepSharp.Tests;

public sealed class GoldenFileTests
{
    private static IEnumerable<string> AllTopics => GoldenFile.Topics;

    [Test]
    public void Topics_OutputFolder_HoldsEveryFile() => Assert.That(
        GoldenFile.Topics, Is.EquivalentTo(Directory.GetFiles(Path.Combine(Catalogue.DocPage.Root, "DeepSharp.Tests", "Golden"), "*.json").Select(Path.GetFileNameWithoutExtension)));

    [TestCaseSource(nameof(AllTopics))]
    public void Load_EveryCase_IsComplete(string topic)
    {
        var cases = GoldenFile.Load(topic);
        Assert.That(cases, Is.Not.Empty);
        Assert.That(cases.Select(golden => golden.Name), Is.Unique);
        foreach (var golden in cases)
        {
            Assert.That(golden.Outputs, Is.Not.Empty, golden.Name);
            foreach (var name in golden.Inputs.Concat(golden.Outputs))
            {
                var (shape, values) = golden.Array(name);
                var size = shape.Aggregate(1, (product, length) => product * length);
                Assert.That(values, Has.Length.EqualTo(size), $"{golden.Name} {name}");
                Assert.That(values, Has.All.Matches<double>(double.IsFinite), $"{golden.Name} {name}");
            }
            foreach (var name in golden.Inputs)
            {
                // Philox words need all 32 bits; every other input is exact in single precision.
                if (topic != "philox")
                    Assert.That(golden.Array(name).Values, Has.All.Matches<double>(value => (float)value == value), golden.Name);
                if (golden.Has(name + ".grad"))
                    Assert.That(golden.Gradient(name).Shape, Is.EqualTo(golden.Array(name).Shape), $"{golden.Name} {name}");
            }
        }
    }

    [Test]
    public void Case_ReadsAttributesAndIntegers()
    {
        var conv = GoldenFile.Case("conv", "conv2d_strides_2_1");
        Assert.That(conv.Attribute<int[]>("strides"), Is.EqualTo(new[] { 2, 1 }));
        Assert.That(conv.Attribute<string>("padding"), Is.EqualTo("valid"));
        Assert.That(conv.DifferentiableInputs, Is.EqualTo(new[] { "x", "kernel" }));
        Assert.That(conv.Upstream("y").Shape, Is.EqualTo(conv.Array("y").Shape));
        Assert.That(GoldenFile.Case("philox", "known_answer_zeros").Array("block").ToInt64(),
            Is.EqualTo(new[] { 0x6627E8D5L, 0xE169C58DL, 0xBC57AC4CL, 0x9B00DBD8L }));
    }

    [Test]
    public void Load_ByOp_KeepsOnlyItsCases()
    {
        var pools = GoldenFile.Load("pooling", "max_pool");
        Assert.That(pools.Select(golden => golden.Name), Has.All.StartsWith("max_"));
        Assert.That(pools, Has.Count.LessThan(GoldenFile.Load("pooling").Count));
    }

    [Test]
    public void Load_UnknownNames_SayWhatThereIs()
    {
        Assert.That(() => GoldenFile.Load("nothing"), Throws.TypeOf<FileNotFoundException>().With.Message.Contains("conv"));
        Assert.That(() => GoldenFile.Load("conv", "nothing"), Throws.ArgumentException.With.Message.Contains("conv_transpose"));
        Assert.That(() => GoldenFile.Case("philox", "nothing"), Throws.TypeOf<KeyNotFoundException>().With.Message.Contains("known_"));
        var golden = GoldenFile.Case("matmul", "plain");
        Assert.That(() => golden.Array("nothing"), Throws.TypeOf<KeyNotFoundException>().With.Message.Contains("b.grad"));
        Assert.That(() => golden.Attribute<bool>("nothing"), Throws.TypeOf<KeyNotFoundException>().With.Message.Contains("transpose_a"));
        Assert.That(() => golden.Array("a").ToInt64(), Throws.InvalidOperationException);
    }
}
