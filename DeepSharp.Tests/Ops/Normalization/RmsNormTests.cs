namespace DeepSharp.Tests;

public sealed class RmsNormTests
{
    [Test]
    public void RmsNorm_GoldenCase_MatchesValuesAndGradients() =>
        GoldenCheck.Run(GoldenFile.Case("normalization", "rms_norm"), t => [t[0].RmsNorm(t[1])]);

    [Test]
    [Covers(typeof(RmsNormOp), typeof(RmsNormGradientOp))]
    public void RmsNorm_AnyAxes_PassesOpCheck()
    {
        var options = new OpCheckOptions { Checks = OpChecks.All & ~OpChecks.OneElement, DoubleTolerance = 1e-11 };
        Tensor x = Samples.Uniform([2, 3, 4]), dy = Samples.Uniform([2, 3, 4], seed: 3);
        OpCheck.Run(new RmsNormOp(-1, 1e-2), x, Samples.Uniform([4], seed: 2));
        OpCheck.Run(new RmsNormOp(1, 1e-2), x, Samples.Uniform([1, 3, 1], seed: 2));
        OpCheck.Run(new RmsNormGradientOp(-1, 1e-2), options, x, Samples.Uniform([4], seed: 2), dy);
        OpCheck.Run(new RmsNormGradientOp(new Axes(1, 2), 1e-2), options, x, Samples.Uniform([1, 3, 4], seed: 2), dy);
        OpCheck.Run(new RmsNormGradientOp(1, 1e-2), options, x, Samples.Uniform([1, 3, 1], seed: 2), dy);
    }

    [TestCase(1)]
    [TestCase(67)]
    [TestCase(1500)]
    public void RmsNorm_LargerInput_AgreesWithItsCompositionOnAnyNumberOfThreads(int width)
    {
        Tensor[] inputs = [Samples.Uniform([130, 3, width]), Samples.Uniform([width])];
        OpCheck.Threads(t => t[0].RmsNorm(t[1]), inputs);
        var op = new RmsNormOp(-1, 1e-3);
        Close.Same("rms_norm", op.Compose(inputs)!, op.ApplyAll(inputs), 1e-12);
        Tensor[] all = [.. inputs, Samples.Uniform(inputs[0].Shape, seed: 4)];
        var gradient = new RmsNormGradientOp(-1, 1e-3);
        Close.Same("rms_norm_gradient", gradient.Compose(all)!, gradient.ApplyAll(all), 1e-10);
    }

    // γ over two rows is no γ of a row; the composition takes it.
    [Test]
    public void RmsNorm_GammaThatBroadcastsOtherwise_FollowsTheFormula() =>
        OpCheck.Run(new RmsNormOp(-1, 1e-2), Samples.Uniform([2, 3, 4]), Samples.Uniform([2, 1, 4], seed: 2));

    [Test]
    public void RmsNorm_WrongGamma_Throws() => Assert.That(
        () => Tensor.Zeros([2, 3]).RmsNorm(Tensor.Ones([2])), Throws.TypeOf<ShapeMismatchException>().With.Message.Contains("gamma must have the shape [3]"));
}
