namespace DeepSharp.Tests;

public sealed class RmsNormTests
{
    [Test]
    public void RmsNorm_GoldenCase_MatchesValuesAndGradients() =>
        GoldenCheck.Run(GoldenFile.Case("normalization", "rms_norm"), t => [t[0].RmsNorm(t[1])]);

    [Test]
    [Covers(typeof(RmsNormOp))]
    public void RmsNorm_PassesOpCheck() => OpCheck.Run(new RmsNormOp(-1, 1e-2), Samples.Uniform([2, 3, 4]), Samples.Uniform([4], seed: 2));

    [Test]
    public void RmsNorm_WrongGamma_Throws() => Assert.That(
        () => Tensor.Zeros([2, 3]).RmsNorm(Tensor.Ones([2])), Throws.TypeOf<ShapeMismatchException>().With.Message.Contains("gamma must have the shape [3]"));
}
