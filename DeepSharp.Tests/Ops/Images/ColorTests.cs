namespace DeepSharp.Tests;

public sealed class ColorTests
{
    private static IEnumerable<GoldenCase> ToHsv => GoldenFile.Load("images", "rgb_to_hsv");

    private static IEnumerable<GoldenCase> ToRgb => GoldenFile.Load("images", "hsv_to_rgb");

    private static IEnumerable<GoldenCase> ToGrey => GoldenFile.Load("images", "rgb_to_grayscale");

    [Test]
    [Covers(typeof(RgbToHsvOp), typeof(HsvToRgbOp), typeof(RgbToGrayscaleOp))]
    public void Colors_PassOpCheck()
    {
        OpCheck.Run(new RgbToHsvOp(), (Samples.Distinct([2, 2, 2, 3], 0.03) + 0.5).Cast(DType.Float32).Cast(DType.Float64));
        // Each color's part has kinks at every sixth of a turn.
        var hue = Samples.BetweenMultiples([2, 5, 1], 1.0 / 6, range: 9);
        OpCheck.Run(new HsvToRgbOp(), Tensor.Concat([hue, Samples.Uniform([2, 5, 2], 0.1, 0.9)], -1));
        OpCheck.Run(new RgbToGrayscaleOp(), Samples.Uniform([2, 4, 3]));
    }

    [TestCaseSource(nameof(ToHsv))]
    public void RgbToHsv_Golden_Agrees(GoldenCase golden) => GoldenCheck.Run(golden, x => [x[0].RgbToHsv()]);

    [TestCaseSource(nameof(ToRgb))]
    public void HsvToRgb_Golden_Agrees(GoldenCase golden) => GoldenCheck.Run(golden, x => [x[0].HsvToRgb()]);

    [TestCaseSource(nameof(ToGrey))]
    public void RgbToGrayscale_Golden_Agrees(GoldenCase golden) => GoldenCheck.Run(golden, x => [x[0].RgbToGrayscale()]);

    [Test]
    public void Colors_ThereAndBack_AreTheSame()
    {
        var x = Samples.Uniform([50, 3], 0, 1).Cast(DType.Float32);
        Close.Same("rgb", x, x.RgbToHsv().HsvToRgb(), 1e-5);
    }

    [Test]
    public void RgbToGrayscale_OneChannel_StaysAsItIs()
    {
        var x = Samples.Uniform([2, 1]);
        Assert.That(x.RgbToGrayscale(), Is.SameAs(x));
    }

    [Test]
    public void Colors_OtherChannels_Throw()
    {
        Assert.That(() => Tensor.Zeros([2, 2]).RgbToHsv(), Throws.TypeOf<ShapeMismatchException>().With.Message.EqualTo(
            "[rgb_to_hsv] expects 3 channels on the last axis but got [2, 2]. Channels stand last; a grey image has no colors."));
        Assert.That(() => Tensor.Zeros([2, 4]).HsvToRgb(), Throws.TypeOf<ShapeMismatchException>());
        Assert.That(() => Tensor.Zeros([4]).RgbToGrayscale(), Throws.TypeOf<ShapeMismatchException>());
    }
}
