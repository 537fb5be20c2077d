using Newtonsoft.Json.Linq;

namespace DeepSharp.Tests;

public sealed class ResizeTests
{
    // The lengths are attributes: a stretched input would not fit them.
    private static readonly OpCheckOptions s_fixed = new() { Checks = OpChecks.All & ~OpChecks.Broadcast };

    private static IEnumerable<TestCaseData> Golden() => GoldenFile.Load("resize").Select(g => new TestCaseData(g).SetArgDisplayNames(g.Name));

    [TestCaseSource(nameof(Golden))]
    public void Resize_GoldenCase_MatchesValuesAndGradients(GoldenCase golden)
    {
        var interpolation = Enum.Parse<Interpolation>((string)golden.Attributes["interpolation"]!, ignoreCase: true);
        EquatableArray<int> size = new([.. golden.Attributes["size"]!.Values<int>()]);
        GoldenCheck.Run(golden, t => [t[0].Resize(size, interpolation, (bool)golden.Attributes["antialias"]!)]);
    }

    [Test]
    [Covers(typeof(ResizeOp))]
    public void Resize_EveryInterpolation_PassesOpCheck([Values] Interpolation interpolation, [Values] bool antialias)
    {
        OpCheck.Run(new ResizeOp([7], interpolation, antialias), Samples.Uniform([2, 4, 3]));
        OpCheck.Run(new ResizeOp([2, 9], interpolation, antialias), Samples.Uniform([2, 5, 4, 2]));
        OpCheck.Run(new ResizeOp([3, 1, 2], interpolation, antialias), Samples.Uniform([1, 2, 3, 3, 1]));
    }

    [Test]
    [Covers(typeof(ResampleOp))]
    public void Resample_BothWays_PassesOpCheck()
    {
        var taps = new InterpolationTaps(3, 8, Interpolation.Lanczos3, false);
        OpCheck.Run(new ResampleOp(1, taps), s_fixed, Samples.Uniform([2, 3, 2]));
        OpCheck.Run(new ResampleOp(1, taps, Transposed: true), s_fixed, Samples.Uniform([2, 8, 2]));
        OpCheck.Run(new ResampleOp(0, new InterpolationTaps(9, 2, Interpolation.Bilinear, false), Transposed: true), s_fixed, Samples.Uniform([2, 3]));
    }

    // 37 channels: one full register at every width, and a rest.
    [Test]
    public void Resize_LargerInput_IsTheSameOnAnyNumberOfThreads() =>
        OpCheck.Threads(t => t[0].Resize([50, 20], Interpolation.Bicubic), Samples.Uniform([3, 20, 31, 37]));

    [Test]
    public void Resize_SameLengths_GivesTheInput()
    {
        var x = Samples.Uniform([2, 3, 4, 2]);
        foreach (var interpolation in Enum.GetValues<Interpolation>())
            Assert.That(x.Resize([3, 4], interpolation).ToDoubles(), Is.EqualTo(x.ToDoubles()));
    }

    [Test]
    public void Resize_Constant_StaysConstant([Values] Interpolation interpolation, [Values] bool antialias)
    {
        var y = Tensor.Full([1, 7, 3, 1], 2, DType.Float64).Resize([3, 8], interpolation, antialias);
        Assert.That(y.ToDoubles(), Is.All.EqualTo(2).Within(1e-14));
    }

    [Test]
    public void Resize_PlaceOnASample_DoesNotReadItsNeighbours() => Assert.That(
        Tensor.From(new[] { float.PositiveInfinity, 5, float.NaN }, [1, 3, 1]).Resize([1]).ToFloats(), Is.EqualTo(new[] { 5f }));

    [Test]
    public void Resize_WholeNumbers_TakeNearestOnly()
    {
        var x = Tensor.From([1, 2, 3], [1, 3, 1]);
        Assert.That(x.Resize([6], Interpolation.Nearest).ToDoubles(), Is.EqualTo(new double[] { 1, 1, 2, 2, 3, 3 }));
        Assert.That(() => x.Resize([6]), Throws.TypeOf<DTypeMismatchException>().With.Message.EqualTo(
            "[resize] expects a floating type but got int32. Cast the input, or take Interpolation.Nearest."));
    }

    [Test]
    public void Resize_BadArguments_Throw()
    {
        Assert.That(() => Tensor.Zeros([1, 2, 2, 1]).Resize([0, 1]),
            Throws.TypeOf<InvalidValueException>().With.Message.Contains("lengths must be at least 1"));
        Assert.That(() => Tensor.Zeros([2, 2]).Resize([2]), Throws.TypeOf<ShapeMismatchException>().With.Message.Contains("[batch, spatial.., channels]"));
        Assert.That(() => Tensor.Zeros([1, 0, 2]).Resize([2]), Throws.TypeOf<ShapeMismatchException>().With.Message.Contains("without samples"));
        Assert.That(
            () => new ResampleOp(1, new InterpolationTaps(3, 4, Interpolation.Bilinear, false)).Apply(Tensor.Zeros([1, 2])),
            Throws.TypeOf<ShapeMismatchException>().With.Message.EqualTo("[resample] expects axis 1 to have length 3 but got [1, 2]."));
    }

    [Test]
    public void Resize_PixelsOfAnySize_AreTheComposition()
    {
        foreach (int channels in new[] { 1, 2, 3, 4, 5, 7, 8, 9, 15, 16, 19 })
            foreach (var (from, to) in new[] { (5, 9), (9, 4), (2, 3), (1, 4) })
                OpCheck.Run(new ResampleOp(1, new InterpolationTaps(from, to, Interpolation.Bilinear, true)),
                    new OpCheckOptions { Checks = OpChecks.Single }, Samples.Uniform([2, from, channels]));
        OpCheck.Threads(t => t[0].Resize([70, 51]), Samples.Uniform([5, 40, 41, 3]));
        OpCheck.Threads(t => t[0].Cast(DType.Float32).Resize([70, 51]), Samples.Uniform([5, 40, 41, 3]));
    }
}
