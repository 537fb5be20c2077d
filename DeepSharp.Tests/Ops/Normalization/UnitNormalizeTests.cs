namespace DeepSharp.Tests;

public sealed class UnitNormalizeTests
{
    [Test]
    public void UnitNormalize_GoldenCase_MatchesValuesAndGradients() =>
        GoldenCheck.Run(GoldenFile.Case("normalization", "unit_norm"), t => [t[0].UnitNormalize()]);

    [Test]
    [Covers(typeof(UnitNormalizeOp), typeof(UnitNormalizeGradientOp))]
    public void UnitNormalize_AnyAxes_PassesOpCheck()
    {
        var options = new OpCheckOptions { Checks = OpChecks.All & ~OpChecks.OneElement };
        Tensor x = Samples.AwayFromZero([3, 4]), dy = Samples.Uniform([3, 4], seed: 2);
        OpCheck.Run(new UnitNormalizeOp(-1), options, x);
        OpCheck.Run(new UnitNormalizeGradientOp(-1), options with { DoubleTolerance = 1e-11 }, x, dy);
        foreach (var axes in (Axes[])[0, default])
        {
            // The batch is no batch here: its elements depend on each other.
            var own = options with { Checks = options.Checks & ~OpChecks.OpenAxis, DoubleTolerance = 1e-11 };
            OpCheck.Run(new UnitNormalizeOp(axes), own, x);
            OpCheck.Run(new UnitNormalizeGradientOp(axes), own, x, dy);
        }
    }

    [TestCase(2)]
    [TestCase(67)]
    [TestCase(1500)]
    public void UnitNormalize_LargerInput_AgreesWithItsCompositionOnAnyNumberOfThreads(int width)
    {
        Tensor[] inputs = [Samples.AwayFromZero([130, 3, width]), Samples.Uniform([130, 3, width], seed: 2)];
        OpCheck.Threads(t => t[0].UnitNormalize(), inputs);
        Close.Same("unit_normalize", new UnitNormalizeOp(-1).Compose(inputs)!, new UnitNormalizeOp(-1).ApplyAll(inputs[0]), 1e-12);
        var gradient = new UnitNormalizeGradientOp(-1);
        Close.Same("unit_normalize_gradient", gradient.Compose(inputs)!, gradient.ApplyAll(inputs), 1e-10);
    }

    [TestCase(-1)]
    [TestCase(0)]
    public void UnitNormalize_ShorterThanTheFloor_IsScaledByAConstant(int axis)
    {
        var x = (Tensor.Ones([3, 3], DType.Float64) * 1e-14).Clone();
        Close.Same("y", Tensor.Ones([3, 3], DType.Float64) * 1e-2, x.UnitNormalize(axis), 1e-12);
        Close.Same("dx", Tensor.Ones([3, 3], DType.Float64) * 1e12, new UnitNormalizeGradientOp(axis).Apply(x, Tensor.Ones([3, 3], DType.Float64)), 1e-12);
    }

    [Test]
    public void UnitNormalize_Zeros_StayZeros() => Assert.That(Tensor.Zeros([2, 3]).UnitNormalize().ToFloats(), Is.All.Zero);
}
