using Newtonsoft.Json.Linq;

namespace DeepSharp.Tests;

public sealed class ConvTests
{
    private static IEnumerable<TestCaseData> Golden() => GoldenFile.Load("conv", "conv").Select(g => new TestCaseData(g).SetArgDisplayNames(g.Name));

    private static int[] Ints(JToken? token) => token!.Values<int>().ToArray();

    private static SpatialPadding PaddingOf(JToken token) => token.Type == JTokenType.String
        ? Enum.Parse<Padding>((string)token!, ignoreCase: true)
        : new SpatialPadding(Padding.Valid, new([.. token.Select(p => ((int)p[0]!, (int)p[1]!))]));

    [TestCaseSource(nameof(Golden))]
    public void Conv_GoldenCase_MatchesValuesAndGradients(GoldenCase golden)
    {
        var a = golden.Attributes;
        GoldenCheck.Run(golden, t =>
        {
            var y = t[0].Conv(t[1], new(Ints(a["strides"])), PaddingOf(a["padding"]!), new(Ints(a["dilation_rate"])), (int)a["groups"]!);
            return [t.Length > 2 ? y + t[2] : y];
        });
    }

    [Test]
    [Covers(typeof(ConvOp))]
    public void Conv_AllAxesAndPaddings_PassesOpCheck()
    {
        OpCheck.Run(new ConvOp([1], [1], Padding.Valid), Samples.Uniform([2, 6, 3]), Samples.Uniform([3, 3, 2]));
        OpCheck.Run(new ConvOp([2], [1], Padding.Causal), Samples.Uniform([2, 5, 2]), Samples.Uniform([3, 2, 3]));
        OpCheck.Run(new ConvOp([2, 1], [1, 2], Padding.Same), Samples.Uniform([2, 4, 5, 2]), Samples.Uniform([3, 2, 2, 3]));
        OpCheck.Run(new ConvOp([1, 2], [1, 1], [(1, 2), (0, 1)], 2), Samples.Uniform([2, 4, 3, 4]), Samples.Uniform([2, 3, 2, 4]));
        OpCheck.Run(new ConvOp([2, 2], [1, 1], Padding.Same, 3), Samples.Uniform([2, 4, 3, 3]), Samples.Uniform([3, 3, 1, 6]));
        OpCheck.Run(new ConvOp([1, 2, 1], [1, 1, 2], Padding.Same), Samples.Uniform([2, 3, 3, 2, 2]), Samples.Uniform([2, 2, 2, 2, 2]));
    }

    [Test]
    [Covers(typeof(ConvInputGradientOp), typeof(ConvKernelGradientOp))]
    public void Gradients_AsOps_PassOpCheck()
    {
        var noOneElement = new OpCheckOptions { Checks = OpChecks.All & ~OpChecks.OneElement };
        OpCheck.Run(new ConvInputGradientOp([2, 1], [1, 1], [(0, 1), (1, 1)], 1, [5, 4]), noOneElement,
            Samples.Uniform([2, 2, 4, 2]), Samples.Uniform([3, 3, 3, 2]));
        OpCheck.Run(new ConvKernelGradientOp([2, 1], [1, 1], [(0, 1), (1, 1)], 1, [3, 3]), noOneElement,
            Samples.Uniform([2, 5, 4, 3]), Samples.Uniform([2, 2, 4, 2]));
    }

    [Test]
    public void Conv_LargerInput_IsTheSameOnAnyNumberOfThreads()
    {
        OpCheck.Threads(t => new ConvOp([1, 1], [1, 1], Padding.Same).Apply(t), Samples.Uniform([4, 24, 24, 8]), Samples.Uniform([3, 3, 8, 40]));
        OpCheck.Threads(t => new ConvOp([2, 2], [1, 1], Padding.Same, 24).Apply(t), Samples.Uniform([4, 33, 31, 24]), Samples.Uniform([3, 3, 1, 24]));
        OpCheck.Threads(t => new ConvOp([2, 2], [1, 1], Padding.Same, 2).Apply(t), Samples.Uniform([4, 33, 31, 12]), Samples.Uniform([3, 3, 6, 24]));
    }

    [Test]
    public void Conv_UnknownLengths_StayUnknown()
    {
        var x = new Tensor(new([Dim.Any, Dim.Any, 8, 3], DType.Float32), Device.Null);
        var kernel = new Tensor(new([3, 3, 3, 16], DType.Float32), Device.Null);
        Assert.That(x.Conv(kernel, [2], Padding.Same).Shape, Is.EqualTo(new Shape(Dim.Any, Dim.Any, 4, 16)));
        Assert.That(x.Conv(kernel).Shape, Is.EqualTo(new Shape(Dim.Any, Dim.Any, 6, 16)));
    }

    [Test]
    public void Conv_WrongChannels_NamesBoth() => Assert.That(
        () => Tensor.Zeros([1, 5, 5, 1]).Conv(Tensor.Zeros([3, 3, 3, 8])),
        Throws.TypeOf<ShapeMismatchException>().With.Message.StartsWith("[conv] the kernel [3, 3, 3, 8] takes 3 input channels but the data has 1."));

    [Test]
    public void Conv_GroupsThatDoNotDivide_Throws()
    {
        Assert.That(
            () => Tensor.Zeros([1, 5, 5, 4]).Conv(Tensor.Zeros([3, 3, 2, 3]), groups: 2),
            Throws.TypeOf<ShapeMismatchException>().With.Message.Contains("2 groups do not divide the kernel's 3 output channels"));
        Assert.That(
            () => Tensor.Zeros([1, 5, 5, 3]).Conv(Tensor.Zeros([3, 3, 1, 4]), groups: 2),
            Throws.TypeOf<ShapeMismatchException>().With.Message.Contains("takes 2 input channels in 2 groups but the data has 3"));
    }

    [Test]
    public void Conv_KernelAboveInput_SaysWhatHelps() => Assert.That(
        () => Tensor.Zeros([1, 2, 5, 1]).Conv(Tensor.Zeros([3, 3, 1, 1])),
        Throws.TypeOf<ShapeMismatchException>().With.Message.Contains("spans 3 elements of spatial axis 0, but that axis has 2").And.Message.Contains("Padding.Same"));

    [Test]
    public void Conv_BadAttributes_Throw()
    {
        var (x, k) = (Tensor.Zeros([1, 5, 5, 1]), Tensor.Zeros([3, 3, 1, 1]));
        Assert.That(() => x.Conv(k, [0]), Throws.TypeOf<InvalidValueException>().With.Message.Contains("strides must be at least 1"));
        Assert.That(() => x.Conv(k, [1, 1, 1]), Throws.TypeOf<InvalidValueException>().With.Message.Contains("expects 2 strides"));
        Assert.That(() => x.Conv(k, padding: Padding.Causal), Throws.TypeOf<InvalidValueException>().With.Message.Contains("one spatial axis"));
        Assert.That(() => x.Conv(k, padding: [(1, 1)]), Throws.TypeOf<InvalidValueException>().With.Message.Contains("expects 2 padding pairs"));
        Assert.That(() => x.Conv(k.Cast(DType.Float64)), Throws.TypeOf<DTypeMismatchException>());
        Assert.That(() => Tensor.Zeros([1, 5]).Conv(Tensor.Zeros([3, 1])), Throws.TypeOf<ShapeMismatchException>().With.Message.Contains("1 to 3 spatial axes"));
    }
}
