using DeepSharp.Layers;

namespace DeepSharp.Tests;

/// <summary>Layers that change values.</summary>
public sealed class RandomColorTests
{
    private static Tensor Images(params int[] shape) => Samples.Uniform(shape, 0, 1).Cast(DType.Float32);

    /// <summary>Many equal images.</summary>
    private static Tensor Same(int count, params float[] colors) =>
        Tensor.From(colors, [1, 1, colors.Length / 3, 3]).BroadcastTo([count, 1, colors.Length / 3, 3]);

    [Test]
    public void Brightness_Amounts_AreSpreadOverTheRange()
    {
        double[] y = new RandomBrightness((-0.1, 0.3), (0, 1), seed: 1).Apply(Same(4000, 0.5f, 0.5f, 0.5f), training: true)[.., 0, 0, 0].ToDoubles();
        Assert.That(new[] { y.Min(), y.Max() }, Is.EqualTo(new[] { 0.4, 0.8 }).Within(0.001));
        Assert.That(y.Average(), Is.EqualTo(0.6).Within(0.01));
        Assert.That(new RandomBrightness((1, 1)).Apply(Same(1, 0, 100, 255), training: true).ToDoubles(), Has.All.EqualTo(255));
    }

    [TestCase(false, 0.6, 1.4), TestCase(true, 0.8, 1.4)]
    public void Contrast_Amounts_AreSpreadOverTheRange(bool range, double low, double high)
    {
        var x = Tensor.From([90f, 110], [1, 1, 2, 1]).BroadcastTo([4000, 1, 2, 1]);
        var y = new RandomContrast(range ? (0.4, 0.2) : (Factor)0.4, seed: 1).Apply(x, training: true);
        double[] c = [.. ((y[.., 0, 1, 0] - y[.., 0, 0, 0]) / 20).ToDoubles()];
        Assert.That(c.Min(), Is.EqualTo(low).Within(0.002));
        Assert.That(c.Max(), Is.EqualTo(high).Within(0.002));
        Assert.That((y[.., 0, 1, 0] + y[.., 0, 0, 0]).ToDoubles(), Has.All.EqualTo(200).Within(1e-3), "the mean stays");
    }

    [Test]
    public void Hue_TurnsBothWays_AndKeepsSaturationAndValue()
    {
        var y = new RandomHue(0.5, (0, 1), seed: 1).Apply(Same(2000, 0.2f, 0.8f, 0.4f), training: true).RgbToHsv();
        double start = Tensor.From([0.2f, 0.8f, 0.4f], [1, 3]).RgbToHsv().ToDoubles()[0];
        double[] turn = [.. y[.., 0, 0, 0].ToDoubles().Select(h => (h - start + 1.5) % 1 - 0.5)];
        Assert.That(turn, Has.All.InRange(-0.2501, 0.2501));
        Assert.That(turn.Count(t => t < 0), Is.InRange(880, 1120));
        Assert.That(new[] { turn.Min(), turn.Max() }, Is.EqualTo(new[] { -0.25, 0.25 }).Within(0.003));
        Assert.That(y[.., 0, 0, 1].ToDoubles(), Has.All.EqualTo(0.75).Within(1e-5));
        Assert.That(y[.., 0, 0, 2].ToDoubles(), Has.All.EqualTo(0.8).Within(1e-5));
    }

    [Test]
    public void Saturation_Ends_AreGreyAndFull()
    {
        var x = Same(1, 0.25f, 0.5f, 0.75f);
        Assert.That(new RandomSaturation((0, 0), (0, 1)).Apply(x, training: true).ToDoubles(), Has.All.EqualTo(0.75).Within(1e-6));
        Close.Same("half", x, new RandomSaturation((0.5, 0.5), (0, 1)).Apply(x, training: true), 1e-5);
        Assert.That(new RandomSaturation((1, 1), (0, 1)).Apply(x, training: true).Min().Item(), Is.EqualTo(0).Within(1e-6));
        Assert.That(new RandomSaturation((1, 1)).Apply(x * 255, training: true).ToDoubles(), Has.All.InRange(0.0, 255.0), "saturation stays within one");
    }

    [Test]
    public void Chances_AreTheFactors()
    {
        var x = Same(4000, 0.1f, 0.5f, 0.6f);
        int Changed(Layer layer) => layer.Apply(x, training: true)[.., 0, 0, 0].ToDoubles().Count(v => Math.Abs(v - 0.1) > 1e-6);
        Assert.That(Changed(new RandomGrayscale(0.3, seed: 1)), Is.InRange(1050, 1350));
        Assert.That(Changed(new RandomGrayscale(0, seed: 1)), Is.Zero);
        Assert.That(Changed(new RandomGrayscale(1, seed: 1)), Is.EqualTo(4000));
        Assert.That(Changed(new RandomInvert((0.3, 0.3), (0, 1), seed: 1)), Is.InRange(1050, 1350));
        // One number is the upper end of the range that the probability is drawn from.
        Assert.That(Changed(new RandomInvert(0.6, (0, 1), seed: 1)), Is.InRange(1050, 1350));
        Assert.That(Changed(new RandomErasing((0.3, 0.3), (1, 1), 0.9, (0, 1), seed: 1)), Is.InRange(1050, 1350));
        Assert.That(Changed(new RandomGaussianBlur((0.3, 0.3), 3, (1, 1), (0, 1), seed: 1)), Is.InRange(1050, 1350));
    }

    [Test]
    public void Erasing_Windows_HaveTheirSizeAndNoiseItsMoments()
    {
        var y = new RandomErasing((1, 1), (0.25, 0.25), 9, (0, 10), seed: 1).Apply(Tensor.Zeros([500, 20, 30, 1]), training: true);
        double[] area = [.. y.Cast(DType.Bool).Cast(DType.Int32).Sum((int[])[1, 2, 3]).ToDoubles()];
        Assert.That(area, Has.All.EqualTo(10 * 15).Within(0.1), "half of the height and half of the width");
        double[] covered = [.. y.Mean((int[])[0, 3]).ToDoubles()];
        Assert.That(covered[0], Is.LessThan(0.3), "corners are seldom covered");
        Assert.That(covered[10 * 30 + 15], Is.GreaterThan(8.2), "the middle nearly always");
        double[] noise = new RandomErasing((1, 1), (1, 1), valueRange: (-100, 2), seed: 1).Apply(Tensor.Zeros([1, 100, 100, 1]), training: true).ToDoubles();
        Assert.That(noise.Where(v => v < 2).Average(), Is.EqualTo(-2 * 0.2876).Within(0.06), "normal numbers times two, cut off at two");
    }

    [Test]
    public void Blur_SigmaAndImages_AreDrawnApart()
    {
        var x = Tensor.Zeros([1, 9, 9, 1]).Pad([default, (0, 0), (0, 0), default]) + Tensor.From([1f], [1, 1, 1, 1]).Pad([default, (4, 4), (4, 4), default]);
        var y = new RandomGaussianBlur((1, 1), 7, (0.3, 2), (0, 1), seed: 1).Apply(x.BroadcastTo([50, 9, 9, 1]), training: true);
        Assert.That(y[.., 4, 4, 0].ToDoubles().Distinct().Count(), Is.GreaterThan(40));
        Assert.That(y[.., 4, 5, 0].ToDoubles(), Is.Not.EqualTo(y[.., 5, 4, 0].ToDoubles()).Within(1e-4), "both axes have widths of their own");
        Assert.That(y.Sum((int[])[1, 2, 3]).ToDoubles(), Has.All.EqualTo(1).Within(1e-4));
    }

    [Test]
    public void Posterization_Range_DrawsBitsBelowItsEnd()
    {
        var y = new RandomPosterization((1, 4), seed: 1).Apply(Tensor.Full([600, 1, 1, 1], 255), training: true).ToDoubles();
        Assert.That(y.Distinct(), Is.EquivalentTo(new[] { 128.0, 192, 224 }));
        Assert.That(new RandomPosterization(4, (0, 1)).Apply(Tensor.Full([1, 1, 1, 1], 200 / 255.0), training: true).Item(),
            Is.EqualTo(192 / 255.0).Within(1e-6));
        Assert.That(new RandomPosterization(8).Apply(Tensor.Full([1, 1, 1, 1], 201), training: true).Item(), Is.EqualTo(201));
    }

    [Test]
    public void Solarization_Threshold_IsAPlaceInTheRange()
    {
        var x = Tensor.From([-1f, 0, 0.4f, 0.6f, 1], [1, 1, 5, 1]);
        Assert.That(new Solarization(0, (0.75, 0.75), (-1, 1)).Apply(x, training: true).ToDoubles(), Is.EqualTo(new[] { -1, 0, 0.4, -0.6, -1 }).Within(1e-6));
        Assert.That(new Solarization(valueRange: (-1, 1)).Apply(x, training: true).ToDoubles(), Is.EqualTo(new[] { 1, 0, -0.4, -0.6, -1 }).Within(1e-6));
    }

    [Test]
    public void Sharpness_Half_ChangesNothing()
    {
        var x = Images(2, 5, 4, 3);
        Close.Same("half", x, new RandomSharpness((0.5, 0.5), (0, 1)).Apply(x, training: true), 1e-5);
    }

    [Test]
    public void Grey_Images_PassWhereColorsDoNotMatter()
    {
        var x = Images(2, 5, 4, 1);
        foreach (RandomImageLayer layer in (RandomImageLayer[])[new RandomGrayscale(1), new RandomColorDegeneration((1, 1), (0, 1))]) Close.Identical(
            $"{layer}", [x], [layer.Apply(x, training: true)]);
        foreach (RandomImageLayer layer in (RandomImageLayer[])[new RandomHue(0.5), new RandomSaturation(0.5), new RandomColorJitter(hueFactor: 0.5)])
            Assert.That(() => layer.Apply(x),
                Throws.TypeOf<ShapeMismatchException>()
                    .With.Message.Contains($"{layer.TypeName} expects red, green and blue on the last axis but got 1 channels"));
        Assert.That(new RandAugment((0, 1), seed: 1).Apply(x, training: true).Shape, Is.EqualTo(x.Shape));
        Assert.That(() => new RandomGrayscale().Apply(Images(2, 5, 4, 2)), Throws.TypeOf<ShapeMismatchException>());
    }

    [Test]
    public void Settings_Outside_Throw()
    {
        Assert.That(() => new RandomBrightness(2), Throws.TypeOf<InvalidValueException>().With.Message.EqualTo(
            "RandomBrightness expects factor to be a number from -1 to 1, or a range of two such numbers, but got 2."));
        Assert.That(() => new RandomContrast(-0.1), Throws.TypeOf<InvalidValueException>());
        Assert.That(() => new RandomHue(1.1), Throws.TypeOf<InvalidValueException>());
        Assert.That(() => new RandomGrayscale(1.1),
            Throws.TypeOf<InvalidValueException>().With.Message.EqualTo("RandomGrayscale expects a factor from 0 to 1 but got 1.1."));
        Assert.That(() => new RandomErasing(fillValue: new[] { 1.0, 2 }), Throws.TypeOf<InvalidValueException>().With.Message.Contains("one number or three"));
        Assert.That(() => new RandomGaussianBlur(kernelSize: 4), Throws.TypeOf<InvalidValueException>().With.Message.Contains("odd kernel size"));
        Assert.That(() => new RandomPosterization(9), Throws.TypeOf<InvalidValueException>());
        Assert.That(() => new RandomPosterization(2.5),
            Throws.TypeOf<InvalidValueException>().With.Message.EqualTo("RandomPosterization expects a whole number of bits but got 2.5."));
        Assert.That(() => new Equalization(bins: 1),
            Throws.TypeOf<InvalidValueException>().With.Message.EqualTo("Equalization expects at least 2 bins but got 1."));
        Assert.That(() => new RandAugment(numOps: -1), Throws.TypeOf<InvalidValueException>());
        Assert.That(() => new AugMix(alpha: 0), Throws.TypeOf<InvalidValueException>());
        Assert.That(() => new AugMix(numChains: 0), Throws.TypeOf<InvalidValueException>());
    }
}
