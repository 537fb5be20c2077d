namespace DeepSharp.Tests;

public sealed class GroupNormTests
{
    private static IEnumerable<TestCaseData> Golden() =>
        GoldenFile.Load("normalization", "group_normalization").Select(g => new TestCaseData(g).SetArgDisplayNames(g.Name));

    [TestCaseSource(nameof(Golden))]
    public void GroupNorm_GoldenCase_MatchesValuesAndGradients(GoldenCase golden) => GoldenCheck.Run(golden, t =>
        [t[0].GroupNorm((int)golden.Attributes["groups"]!, t[1], t[2], (int)golden.Attributes["axis"]!, (double)golden.Attributes["epsilon"]!)]);

    [Test]
    [Covers(typeof(GroupNormOp), typeof(GroupNormGradientOp))]
    public void GroupNorm_AnyAxis_PassesOpCheck()
    {
        var options = new OpCheckOptions { Checks = OpChecks.All & ~OpChecks.OneElement, SingleTolerance = 1e-4 };
        OpCheck.Run(new GroupNormOp(2, 2, 1e-2), options, Samples.Uniform([2, 3, 4]), Samples.Uniform([4], seed: 2), Samples.Uniform([4], seed: 3));
        OpCheck.Run(new GroupNormOp(2, 1, 1e-2), options, Samples.Uniform([2, 4, 3]), Samples.Uniform([4], seed: 2), Samples.Uniform([4], seed: 3));
        Tensor x = Samples.Uniform([2, 3, 4]), dy = Samples.Uniform([2, 3, 4], seed: 4);
        OpCheck.Run(new GroupNormGradientOp(2, 2, 1e-2), options, x, Samples.Uniform([4], seed: 2), dy);
        // One γ for a whole group would make the gradient of a constant exactly zero, which leaves nothing to compare roundings with.
        OpCheck.Run(new GroupNormGradientOp(1, 1, 1e-2), options, x, Samples.Uniform([3], seed: 2), dy);
        // Channels between other axes, and no other axes at all.
        OpCheck.Run(new GroupNormOp(1, 2, 1e-2), options, Samples.Uniform([2, 2, 3, 2]), Samples.Uniform([3], seed: 2), Samples.Uniform([3], seed: 3));
        OpCheck.Run(new GroupNormOp(2, 1, 1e-2), options, Samples.Uniform([3, 6]), Samples.Uniform([6], seed: 2), Samples.Uniform([6], seed: 3));
    }

    // One channel, fewer and more than registers, a place per channel, several slabs of rows, more elements of the batch than slabs.
    [TestCase(3, 40, 1, 1)]
    [TestCase(2, 70, 33, 11)]
    [TestCase(3, 100, 64, 32)]
    [TestCase(1, 2000, 40, 1)]
    [TestCase(130, 1, 24, 4)]
    [TestCase(70, 9, 40, 40)]
    public void GroupNorm_LargerInput_AgreesWithItsCompositionOnAnyNumberOfThreads(int batch, int places, int channels, int groups)
    {
        foreach (int axis in (int[])[1, 2])
        {
            Shape shape = axis == 1 ? [batch, channels, places] : [batch, places, channels];
            Tensor[] inputs = [Samples.Uniform(shape), Samples.Uniform([channels], seed: 2), Samples.Uniform([channels], seed: 3)];
            OpCheck.Threads(t => t[0].GroupNorm(groups, t[1], t[2], axis), inputs);
            var op = new GroupNormOp(groups, axis, 1e-3);
            Close.Same("group_norm", op.Compose(inputs)!, op.ApplyAll(inputs), 1e-11);
            Tensor[] all = [inputs[0], inputs[1], Samples.Uniform(shape, seed: 4)];
            var gradient = new GroupNormGradientOp(groups, axis, 1e-3);
            Close.Same("group_norm_gradient", gradient.Compose(all)!, gradient.ApplyAll(all), 1e-10);
        }
    }

    // The mean is 10⁴ times the deviation; a sum of squares in float32 would leave no digit of the variance.
    [TestCase(1)]
    [TestCase(5)]
    public void GroupNorm_LargeMean_KeepsTheVariance(int groups)
    {
        var x = (Samples.Uniform([2, 3000, 20]) + 1e4).Cast(DType.Float32);
        Close.Same("group_norm", x.Cast(DType.Float64).GroupNorm(groups), x.GroupNorm(groups), 1e-3);
    }

    [TestCase(double.NaN)]
    [TestCase(double.PositiveInfinity)]
    public void GroupNorm_BadNumber_SpoilsItsGroupOnly(double bad)
    {
        var clean = Samples.Uniform([2, 40, 8]).Cast(DType.Float32);
        var spoilt = Tensor.Where((Tensor.Arange(2 * 40 * 8) - 13).Abs().Equal(0).Reshape([2, 40, 8]), clean.ScalarLike(bad), clean);
        float[] expected = clean.GroupNorm(4).ToFloats(), got = spoilt.GroupNorm(4).ToFloats();
        for (int i = 0; i < got.Length; i++)
        {
            // Element 13 is channel 5 of the first: channels 4 and 5 go with it.
            if (i < 40 * 8 && i % 8 is 4 or 5) Assert.That(got[i], Is.NaN);
            else Assert.That(got[i], Is.EqualTo(expected[i]));
        }
    }

    [Test]
    public void GroupNorm_GroupsOfOneNumber_HaveAGradientOfZero() => Assert.That(
        new GroupNormGradientOp(20, 1, 1e-3).ApplyAll([.. new[] { 1, 2, 3 }.Select(seed =>
            Samples.Uniform(seed == 2 ? [20] : [3, 20], seed: seed).Cast(DType.Float32))])[0].ToFloats(), Is.All.Zero);

    [Test]
    public void GroupNorm_NoPlaces_HasGradientsOfZero()
    {
        var gradients = new GroupNormGradientOp(2, 2, 1e-3).ApplyAll(Tensor.Zeros([3, 0, 4]), Tensor.Ones([4]), Tensor.Zeros([3, 0, 4]));
        Assert.That(gradients[0].Shape, Is.EqualTo(new Shape(3, 0, 4)));
        Assert.That(gradients[1].ToFloats().Concat(gradients[2].ToFloats()), Is.All.Zero);
    }

    [Test]
    public void GroupNorm_MinusOne_NormalizesEachChannel() => Close.Same(
        "instance", Samples.Uniform([2, 5, 4]).GroupNorm(4), Samples.Uniform([2, 5, 4]).GroupNorm(-1), 0);

    [Test]
    public void GroupNorm_GroupsThatDoNotDivide_Throws() => Assert.That(
        () => Tensor.Zeros([2, 5, 4]).GroupNorm(3),
        Throws.TypeOf<ShapeMismatchException>().With.Message.EqualTo("[group_norm] 3 groups do not divide the 4 channels (axis 2) of [2, 5, 4]."));
}
