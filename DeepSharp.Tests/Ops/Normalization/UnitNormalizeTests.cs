namespace DeepSharp.Tests;

public sealed class UnitNormalizeTests
{
    [Test]
    public void UnitNormalize_GoldenCase_MatchesValuesAndGradients() =>
        GoldenCheck.Run(GoldenFile.Case("normalization", "unit_norm"), t => [t[0].UnitNormalize()]);

    [Test]
    [Covers(typeof(UnitNormalizeOp))]
    public void UnitNormalize_PassesOpCheck() => OpCheck.Run(
        new UnitNormalizeOp(-1), new OpCheckOptions { Checks = OpChecks.All & ~OpChecks.OneElement }, Samples.AwayFromZero([3, 4]));

    [Test]
    public void UnitNormalize_Zeros_StayZeros() => Assert.That(Tensor.Zeros([2, 3]).UnitNormalize().ToFloats(), Is.All.Zero);
}
