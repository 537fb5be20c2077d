namespace DeepSharp.Tests;

public sealed class GroupNormTests
{
    private static IEnumerable<TestCaseData> Golden() =>
        GoldenFile.Load("normalization", "group_normalization").Select(g => new TestCaseData(g).SetArgDisplayNames(g.Name));

    [TestCaseSource(nameof(Golden))]
    public void GroupNorm_GoldenCase_MatchesValuesAndGradients(GoldenCase golden) => GoldenCheck.Run(golden, t =>
        [t[0].GroupNorm((int)golden.Attributes["groups"]!, t[1], t[2], (int)golden.Attributes["axis"]!, (double)golden.Attributes["epsilon"]!)]);

    [Test]
    [Covers(typeof(GroupNormOp))]
    public void GroupNorm_AnyAxis_PassesOpCheck()
    {
        var options = new OpCheckOptions { Checks = OpChecks.All & ~OpChecks.OneElement, SingleTolerance = 1e-4 };
        OpCheck.Run(new GroupNormOp(2, 2, 1e-2), options, Samples.Uniform([2, 3, 4]), Samples.Uniform([4], seed: 2), Samples.Uniform([4], seed: 3));
        OpCheck.Run(new GroupNormOp(2, 1, 1e-2), options, Samples.Uniform([2, 4, 3]), Samples.Uniform([4], seed: 2), Samples.Uniform([4], seed: 3));
    }

    [Test]
    public void GroupNorm_MinusOne_NormalizesEachChannel() => Close.Same(
        "instance", Samples.Uniform([2, 5, 4]).GroupNorm(4), Samples.Uniform([2, 5, 4]).GroupNorm(-1), 0);

    [Test]
    public void GroupNorm_GroupsThatDoNotDivide_Throws() => Assert.That(
        () => Tensor.Zeros([2, 5, 4]).GroupNorm(3),
        Throws.TypeOf<ShapeMismatchException>().With.Message.EqualTo("[group_norm] 3 groups do not divide the 4 channels (axis 2) of [2, 5, 4]."));
}
