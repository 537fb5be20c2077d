namespace DeepSharp.Tests;

public sealed class LayerNormTests
{
    private static readonly OpCheckOptions s_options = new()
    { Checks = OpChecks.All & ~OpChecks.OneElement, DoubleTolerance = 1e-11, SingleTolerance = 1e-4 };

    private static IEnumerable<TestCaseData> Golden() =>
        GoldenFile.Load("normalization", "layer_normalization").Select(g => new TestCaseData(g).SetArgDisplayNames(g.Name));

    [TestCaseSource(nameof(Golden))]
    public void LayerNorm_GoldenCase_MatchesValuesAndGradients(GoldenCase golden) => GoldenCheck.Run(golden, t =>
        [t[0].LayerNorm(t.ElementAtOrDefault(1), t.ElementAtOrDefault(2), golden.Attributes["axis"]!.Values<int>().ToArray(), (double)golden.Attributes["epsilon"]!)]);

    [Test]
    [Covers(typeof(LayerNormOp), typeof(LayerNormGradientOp))]
    public void LayerNorm_OneOrMoreAxes_PassesOpCheck()
    {
        OpCheck.Run(new LayerNormOp(1, 1e-2), s_options, Samples.Uniform([2, 3, 5]), Samples.Uniform([5], seed: 2), Samples.Uniform([5], seed: 3));
        OpCheck.Run(new LayerNormOp(2, 1e-3), s_options, Samples.Uniform([3, 2, 4]), Samples.Uniform([2, 4], seed: 2), Samples.Uniform([2, 4], seed: 3));
        OpCheck.Run(new LayerNormGradientOp(1, 1e-2), s_options, Samples.Uniform([3, 4]), Samples.Uniform([4], seed: 2), Samples.Uniform([3, 4], seed: 3));
        OpCheck.Run(t => t[0].LayerNorm(t[1], axes: [1]), s_options, Samples.Uniform([2, 3, 2]), Samples.Uniform([3], seed: 2));
    }

    [TestCase(1)]
    [TestCase(67)]
    [TestCase(1500)]
    public void LayerNorm_LargerInput_AgreesWithItsCompositionOnAnyNumberOfThreads(int width)
    {
        Tensor[] inputs = [Samples.Uniform([130, 3, width]), Samples.Uniform([width]), Samples.Uniform([width], seed: 2)];
        OpCheck.Threads(t => t[0].LayerNorm(t[1], t[2]), inputs);
        var op = new LayerNormOp(1, 1e-3);
        Close.Same("layer_norm", op.Compose(inputs)!, op.ApplyAll(inputs), 1e-11);
        Tensor[] all = [inputs[0], inputs[1], Samples.Uniform(inputs[0].Shape, seed: 4)];
        var gradient = new LayerNormGradientOp(1, 1e-3);
        Close.Same("layer_norm_gradient", gradient.Compose(all)!, gradient.ApplyAll(all), 1e-10);
    }

    [Test]
    public void LayerNorm_LargeMean_KeepsTheVariance()
    {
        var x = (Samples.Uniform([3, 5000]) + 1e4).Cast(DType.Float32);
        Close.Same("layer_norm", x.Cast(DType.Float64).LayerNorm(), x.LayerNorm(), 1e-3);
        Assert.That(x.LayerNorm().Square().Mean().Item(), Is.EqualTo(1).Within(1e-3));
    }

    [Test]
    public void LayerNorm_BadArguments_Throw()
    {
        var x = Tensor.Zeros([4, 3]);
        Assert.That(
            () => x.LayerNorm(Tensor.Ones([4])),
            Throws.TypeOf<ShapeMismatchException>().With.Message.EqualTo("[layer_norm] gamma must have the shape [3] for data [4, 3] but has [4]."));
        Assert.That(() => x.LayerNorm(axes: [2]), Throws.TypeOf<ShapeMismatchException>());
    }

    [TestCase(DType.Float16)]
    [TestCase(DType.BFloat16)]
    public void LayerNorm_DataOf16Bits_MayHaveParametersInFloat32(DType type)
    {
        Tensor x = Samples.Uniform([4, 5]).Cast(type), gamma = Samples.Uniform([5], 0.5, 2, seed: 2).Cast(DType.Float32);
        MixedData.Check(new LayerNormOp(1, 1e-3), x, gamma, Samples.Uniform([5], seed: 3).Cast(DType.Float32));
        MixedData.Check(new LayerNormGradientOp(1, 1e-3), x, gamma, Samples.Uniform([4, 5], seed: 4).Cast(type));
    }
}
