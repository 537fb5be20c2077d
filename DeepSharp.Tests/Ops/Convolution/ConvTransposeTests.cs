using Newtonsoft.Json.Linq;

namespace DeepSharp.Tests;

public sealed class ConvTransposeTests
{
    private static IEnumerable<TestCaseData> Golden() =>
        GoldenFile.Load("conv", "conv_transpose").Select(g => new TestCaseData(g).SetArgDisplayNames(g.Name));

    private static EquatableArray<int> Ints(JToken? token) => token is null or { Type: JTokenType.Null } ? [] : new([.. token.Values<int>()]);

    [TestCaseSource(nameof(Golden))]
    public void ConvTranspose_GoldenCase_MatchesValuesAndGradients(GoldenCase golden)
    {
        var a = golden.Attributes;
        var padding = Enum.Parse<Padding>((string)a["padding"]!, ignoreCase: true);
        GoldenCheck.Run(golden, t => [t[0].ConvTranspose(t[1], Ints(a["strides"]), padding, Ints(a["output_padding"]), Ints(a["dilation_rate"]))]);
    }

    [Test]
    public void ConvTranspose_Groups_PassesOpCheck() => OpCheck.Run(
        t => t[0].ConvTranspose(t[1], [2], Padding.Same, groups: 2), Samples.Uniform([2, 3, 2, 4]), Samples.Uniform([3, 3, 3, 4]));

    [Test]
    public void ConvTranspose_UnknownLengths_StayUnknown()
    {
        var x = new Tensor(new([Dim.Any, Dim.Any, 8, 3], DType.Float32), Device.Null);
        var kernel = new Tensor(new([3, 3, 16, 3], DType.Float32), Device.Null);
        Assert.That(x.ConvTranspose(kernel, [2], Padding.Same).Shape, Is.EqualTo(new Shape(Dim.Any, Dim.Any, 16, 16)));
        Assert.That(x.ConvTranspose(kernel, [2]).Shape, Is.EqualTo(new Shape(Dim.Any, Dim.Any, 17, 16)));
    }

    [Test]
    public void ConvTranspose_BadArguments_Throw()
    {
        var (x, k) = (Tensor.Zeros([1, 4, 4, 2]), Tensor.Zeros([3, 3, 5, 2]));
        Assert.That(() => x.ConvTranspose(k, [2], outputPadding: [2]), Throws.TypeOf<InvalidValueException>().With.Message.Contains("below the stride"));
        Assert.That(() => x.ConvTranspose(k, padding: Padding.Causal), Throws.TypeOf<InvalidValueException>().With.Message.Contains("Valid or Same"));
        Assert.That(
            () => x.ConvTranspose(Tensor.Zeros([3, 3, 2, 5])),
            Throws.TypeOf<ShapeMismatchException>().With.Message.Contains("the data has 2 channels but the kernel [3, 3, 2, 5] expects 5"));
    }
}
