using Newtonsoft.Json.Linq;

namespace DeepSharp.Tests;

public sealed class PoolTests
{
    private static readonly OpCheckOptions s_many = new() { Checks = OpChecks.All & ~OpChecks.OneElement };

    private static IEnumerable<TestCaseData> Golden() => GoldenFile.Load("pooling").Select(g => new TestCaseData(g).SetArgDisplayNames(g.Name));

    private static EquatableArray<int> Ints(JToken? token) => new([.. token!.Values<int>()]);

    [TestCaseSource(nameof(Golden))]
    public void Pool_GoldenCase_MatchesValuesAndGradients(GoldenCase golden)
    {
        var a = golden.Attributes;
        var padding = Enum.Parse<Padding>((string)a["padding"]!, ignoreCase: true);
        var (window, strides) = (Ints(a["pool_size"]), Ints(a["strides"]));
        GoldenCheck.Run(golden, t =>
            [(string)a["op"]! == "max_pool" ? t[0].MaxPool(window, strides, padding) : t[0].AveragePool(window, strides, padding)]);
    }

    [Test]
    [Covers(typeof(MaxPoolOp), typeof(MaxPoolGradientOp), typeof(MaxPoolPickOp))]
    public void MaxPool_AllAxes_PassesOpCheck()
    {
        OpCheck.Run(new MaxPoolOp([2], [2], Padding.Valid), Samples.Distinct([2, 6, 5]));
        OpCheck.Run(new MaxPoolOp([3, 2], [2, 1], Padding.Same), Samples.Distinct([2, 4, 3, 3]));
        OpCheck.Run(new MaxPoolOp([2, 2], [1, 1], [(1, 1), (0, 1)]), Samples.Distinct([2, 3, 3, 2]));
        OpCheck.Run(new MaxPoolOp([2, 2, 2], [1, 2, 1], Padding.Same), Samples.Distinct([2, 2, 3, 2, 2]));
        var distinctAtOutputs = Samples.Distinct([2, 2, 3, 3], seed: 2);
        OpCheck.Run(new MaxPoolGradientOp([3, 2], [2, 1], Padding.Same), s_many, Samples.Distinct([2, 4, 3, 3]), distinctAtOutputs);
        OpCheck.Run(new MaxPoolPickOp([3, 2], [2, 1], Padding.Same), s_many, Samples.Distinct([2, 4, 3, 3]), Samples.Uniform([2, 4, 3, 3]));
    }

    [Test]
    [Covers(typeof(AveragePoolOp), typeof(AveragePoolGradientOp))]
    public void AveragePool_AllAxes_PassesOpCheck()
    {
        OpCheck.Run(new AveragePoolOp([2], [2], Padding.Valid), Samples.Uniform([2, 7, 5]));
        OpCheck.Run(new AveragePoolOp([3, 2], [2, 1], Padding.Same), Samples.Uniform([2, 4, 3, 3]));
        OpCheck.Run(new AveragePoolOp([2, 2], [1, 1], [(1, 1), (0, 1)]), Samples.Uniform([2, 3, 3, 2]));
        OpCheck.Run(new AveragePoolOp([2, 2, 2], [1, 2, 1], Padding.Same), Samples.Uniform([2, 2, 3, 2, 2]));
        OpCheck.Run(new AveragePoolGradientOp([3, 2], [2, 1], Padding.Same, [4, 3]), s_many, Samples.Uniform([2, 2, 3, 3]));
    }

    // 29 channels: one full register at every width, and a rest.
    [Test]
    public void Pool_LargerInput_IsTheSameOnAnyNumberOfThreads()
    {
        OpCheck.Threads(t => new MaxPoolOp([3, 3], [2, 2], Padding.Same).Apply(t), Samples.Uniform([5, 30, 29, 29]));
        OpCheck.Threads(t => new AveragePoolOp([3, 3], [2, 2], Padding.Same).Apply(t), Samples.Uniform([5, 30, 29, 29]));
    }

    [TestCase(1)]
    [TestCase(7)]
    [TestCase(67)]
    public void MaxPool_AnyNumberOfChannels_AgreesWithPlainLoops(int channels)
    {
        var x = Samples.Distinct([2, 5, 5, channels]).Cast(DType.Float32);
        float[] values = x.ToFloats(), got = x.MaxPool([2], [2]).ToFloats();
        for (int b = 0, i = 0; b < 2; b++)
            for (int h = 0; h < 2; h++)
                for (int w = 0; w < 2; w++)
                    for (int c = 0; c < channels; c++, i++)
                    {
                        float At(int y, int z) => values[(((b * 5) + 2 * h + y) * 5 + 2 * w + z) * channels + c];
                        Assert.That(got[i], Is.EqualTo(new[] { At(0, 0), At(0, 1), At(1, 0), At(1, 1) }.Max()));
                    }
    }

    [Test]
    public void MaxPool_EqualElements_GiveTheGradientToTheFirst()
    {
        Tensor x = Tensor.From([1f, 3, 3, 2, 0, 0], [1, 6, 1]);
        using var tape = new GradientTape();
        tape.Watch(x);
        var gradient = tape.Gradient(x.MaxPool([3]).Sum(), x);
        Assert.That(gradient.ToFloats(), Is.EqualTo(new float[] { 0, 1, 0, 1, 0, 0 }));
    }

    [Test]
    public void MaxPool_NaN_IsPassedOn()
    {
        Tensor x = Tensor.From([1f, float.NaN, 3, float.NegativeInfinity, float.NegativeInfinity, float.NegativeInfinity], [1, 6, 1]);
        using var tape = new GradientTape();
        tape.Watch(x);
        var y = x.MaxPool([3]);
        Assert.That(y.ToFloats(), Is.EqualTo(new[] { float.NaN, float.NegativeInfinity }));
        Assert.That(tape.Gradient(y.Sum(), x).ToFloats(), Is.EqualTo(new float[] { 0, 1, 0, 1, 0, 0 }));
    }

    [Test]
    public void Pool_BadArguments_Throw()
    {
        var x = Tensor.Zeros([1, 4, 4, 2]);
        Assert.That(() => x.MaxPool([5]), Throws.TypeOf<ShapeMismatchException>().With.Message.Contains("spans 5 elements of spatial axis 0, but that axis has 4"));
        Assert.That(() => x.MaxPool([2], padding: Padding.Causal), Throws.TypeOf<InvalidValueException>());
        Assert.That(() => x.AveragePool([2], padding: [(2, 0), (0, 0)]), Throws.TypeOf<InvalidValueException>().With.Message.Contains("would hold no element"));
        Assert.That(() => x.Cast(DType.Int32).MaxPool([2]), Throws.TypeOf<DTypeMismatchException>());
        Assert.That(() => Tensor.Zeros([4, 4]).MaxPool([2]), Throws.TypeOf<ShapeMismatchException>());
    }
}
