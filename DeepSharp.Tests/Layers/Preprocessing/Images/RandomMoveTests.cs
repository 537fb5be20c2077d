using DeepSharp.Layers;

namespace DeepSharp.Tests;

/// <summary>Layers that move pixels.</summary>
public sealed class RandomMoveTests
{
    private static Tensor Images(params int[] shape) => Samples.Uniform(shape, 0, 1).Cast(DType.Float32);

    [Test]
    public void Flip_AllFourTurns_OccurEquallyOften()
    {
        var x = Tensor.From([1f, 2, 3, 4], [1, 2, 2, 1]).BroadcastTo([4000, 2, 2, 1]);
        var counts = new RandomFlip(seed: 1).Apply(x, training: true).ToFloats().Chunk(4).CountBy(c => string.Join("", c)).ToDictionary();
        Assert.That(counts.Keys, Is.EquivalentTo(new[] { "1234", "2143", "3412", "4321" }));
        Assert.That(counts.Values, Has.All.EqualTo(1000).Within(140));
    }

    [TestCase(FlipMode.Horizontal, "1234", "2143"), TestCase(FlipMode.Vertical, "1234", "3412")]
    public void Flip_OneDirection_KeepsTheOther(FlipMode mode, params string[] turns)
    {
        var x = Tensor.From([1f, 2, 3, 4], [1, 2, 2, 1]).BroadcastTo([100, 2, 2, 1]);
        Assert.That(new RandomFlip(mode, seed: 1).Apply(x, training: true).ToFloats().Chunk(4).Select(c => string.Join("", c)).Distinct(),
            Is.EquivalentTo(turns));
    }

    [Test]
    public void Flip_Twice_IsTheImageAgain()
    {
        var x = Images(8, 5, 4, 2);
        Close.Identical("twice", [x], [new RandomFlip(seed: 4).Apply(new RandomFlip(seed: 4).Apply(x, training: true), training: true)]);
    }

    [Test]
    public void Rotation_QuarterTurns_MoveEveryPixelExactly()
    {
        var x = Images(2, 6, 6, 3);
        var y = x;
        foreach (int turn in new[] { 1, 2, 3, 4 })
        {
            y = new RandomRotation((0.25, 0.25), interpolation: Interpolation.Nearest).Apply(y, training: true);
            // Counter-clockwise: the right-hand column becomes the top row.
            var turned = x.Transpose((int[])[0, 2, 1, 3]);
            var expected = turn switch { 1 => turned.Flip(1), 2 => x.Flip((int[])[1, 2]), 3 => turned.Flip(2), _ => x };
            Close.Identical($"{turn} quarter turns", [expected.Contiguous()], [y]);
        }
        Close.Same("bilinear", x.Transpose((int[])[0, 2, 1, 3]).Flip(1), new RandomRotation((0.25, 0.25)).Apply(x, training: true), 1e-5);
    }

    [Test]
    public void Nothing_LeavesImagesAsTheyAre()
    {
        var x = Images(2, 5, 4, 2);
        foreach (RandomImageLayer layer in (RandomImageLayer[])
            [new RandomRotation(0), new RandomTranslation(0, 0), new RandomZoom(0), new RandomShear(), new RandomPerspective(scale: 0),
                new RandomElasticTransform(scale: 0, valueRange: (0, 1))])
            Close.Same($"{layer}", x, layer.Apply(x, training: true), 1e-5);
        foreach (RandomImageLayer layer in (RandomImageLayer[])[new RandomPerspective(0), new RandomElasticTransform(0, valueRange: (0, 1))])
            Close.Identical($"{layer}", [x], [layer.Apply(x, training: true)]);
    }

    [Test]
    public void Translation_WholePixels_RollWithWrap()
    {
        var x = Images(1, 4, 5, 2);
        var y = new RandomTranslation((0.25, 0.25), (-0.4, -0.4), FillMode.Wrap, Interpolation.Nearest).Apply(x, training: true);
        Close.Identical("rolled", [x.Roll(1, 1).Roll(-2, 2).Contiguous()], [y]);
    }

    [Test]
    public void Translation_Distances_AreSpreadOverTheRange()
    {
        // The image is its own column numbers, so the middle tells how far it was moved.
        var x = Tensor.Arange(0, 101).Reshape([1, 1, 101, 1]).BroadcastTo([2000, 1, 101, 1]);
        double[] moved = [.. (50 - new RandomTranslation(0, (-0.1, 0.3), seed: 2).Apply(x, training: true)[.., 0, 50, 0]).ToDoubles().Select(d => d / 101)];
        Assert.That(new[] { moved.Min(), moved.Max() }, Is.EqualTo(new[] { -0.1, 0.3 }).Within(0.002));
        Assert.That(moved.Average(), Is.EqualTo(0.1).Within(0.015));
    }

    [Test]
    public void Zoom_OneFactor_KeepsTheProportions()
    {
        var x = Tensor.Concat(
            [Tensor.Arange(0, 21).Reshape([1, 21, 1, 1]).BroadcastTo([1, 21, 21, 1]),
                Tensor.Arange(0, 21).Reshape([1, 1, 21, 1]).BroadcastTo([1, 21, 21, 1])], 3).BroadcastTo([50, 21, 21, 2]);
        var y = new RandomZoom((-0.9, -0.1), seed: 1).Apply(x, training: true);
        Close.Same("rows against columns", y[.., 3, 10, 0], y[.., 10, 3, 1], 1e-5);
        Assert.That(y[.., 3, 10, 0].ToDoubles(), Has.All.GreaterThan(3.0).And.All.LessThan(10.0), "negative factors zoom in");
        Assert.That(y[.., 10, 10].ToDoubles(), Has.All.EqualTo(10).Within(1e-4), "the middle stays");
        var apart = new RandomZoom((-0.9, -0.1), (-0.9, -0.1), seed: 1).Apply(x, training: true);
        Assert.That(apart[.., 3, 10, 0].ToDoubles(), Is.Not.EqualTo(apart[.., 10, 3, 1].ToDoubles()).Within(1e-3));
    }

    [Test]
    public void Shear_Range_HasBothSigns()
    {
        var x = Tensor.Arange(0, 9).Reshape([1, 1, 9, 1]).BroadcastTo([400, 5, 9, 1]);
        var shift = new RandomShear((0.4, 0.4), seed: 1).Apply(x, training: true)[.., 4, 4, 0] - 4;
        double[] values = [.. shift.ToDoubles().Select(v => Math.Round(v, 4))];
        Assert.That(values.Distinct(), Is.EquivalentTo(new[] { -1.6, 1.6 }));
        Assert.That(values.Count(v => v > 0), Is.InRange(150, 250));
        Assert.That(new RandomShear((0.4, 0.4), seed: 1).Apply(x, training: true)[.., 0].ToDoubles(), Is.EqualTo(x[.., 0].ToDoubles()), "the first row stays");
    }

    [Test]
    public void Perspective_Corners_GoToTheRectangle()
    {
        var corners = Tensor.From([0.0, 0, 9.5, 0, 0, 5.2, 11, 7.5, 1, -1, 12, 0.5, -0.5, 6, 10, 8], [2, 4, 2]);
        double[] m = RandomPerspective.ToRectangle(corners, 10, 6).ToDoubles(), c = corners.ToDoubles();
        double[] expected = [0, 0, 10, 0, 0, 6, 10, 6];
        for (int n = 0; n < 2; n++)
            for (int i = 0; i < 4; i++)
            {
                double x = c[8 * n + 2 * i], y = c[8 * n + 2 * i + 1], k = m[8 * n + 6] * x + m[8 * n + 7] * y + 1;
                Assert.That((m[8 * n] * x + m[8 * n + 1] * y + m[8 * n + 2]) / k, Is.EqualTo(expected[2 * i]).Within(1e-9), $"corner {i} of {n}, across");
                Assert.That((m[8 * n + 3] * x + m[8 * n + 4] * y + m[8 * n + 5]) / k, Is.EqualTo(expected[2 * i + 1]).Within(1e-9), $"corner {i} of {n}, down");
            }
    }

    [Test]
    public void Perspective_Factor_IsTheProbability()
    {
        var x = Images(1, 8, 8, 1).BroadcastTo([2000, 8, 8, 1]).Contiguous();
        var y = new RandomPerspective((0.3, 0.3), 1, seed: 1).Apply(x, training: true);
        int changed = (y - x).Abs().Max((int[])[1, 2, 3]).ToDoubles().Count(d => d > 1e-3);
        Assert.That(changed, Is.InRange(500, 700));
    }

    [Test]
    public void Crop_Windows_AreAnywhereInside()
    {
        var x = Tensor.Arange(0, 30).Reshape([1, 5, 6, 1]).BroadcastTo([3000, 5, 6, 1]);
        float[][] windows = [.. new RandomCrop(3, 4, seed: 1).Apply(x, training: true).ToFloats().Chunk(12)];
        foreach (var w in windows) Assert.That(w, Is.EqualTo(Enumerable.Range(0, 12).Select(i => w[0] + i / 4 * 6 + i % 4)));
        var counts = windows.CountBy(w => (int)w[0]).ToDictionary();
        Assert.That(counts.Keys, Is.EquivalentTo(new[] { 0, 1, 2, 6, 7, 8, 12, 13, 14 }));
        Assert.That(counts.Values, Has.All.EqualTo(333).Within(90));
    }

    [Test]
    public void Elastic_Displacement_IsSmoothAndBounded()
    {
        var grid = Tensor.Arange(0, 40).Reshape([1, 1, 40, 1]).BroadcastTo([8, 40, 40, 1]);
        var way = (new RandomElasticTransform((1, 1), (1, 1), fillMode: FillMode.Nearest, seed: 1).Apply(grid, training: true) - grid)[.., 10..30, 10..30];
        double deviation = way.Std().Item(), step = (way[.., 1..] - way[.., ..^1]).Std().Item();
        Assert.That(deviation, Is.InRange(0.3, 3), "pixels are moved");
        Assert.That(step, Is.LessThan(0.6 * deviation), "neighbours are moved alike");
    }

    [Test]
    public void Settings_Outside_Throw()
    {
        Assert.That(() => new RandomRotation(1.5), Throws.TypeOf<InvalidValueException>().With.Message.EqualTo(
            "RandomRotation expects factor to be a number from -1 to 1, or a range of two such numbers, but got 1.5."));
        Assert.That(() => new RandomTranslation(0.5, (0, 2)), Throws.TypeOf<InvalidValueException>().With.Message.Contains("widthFactor"));
        Assert.That(() => new RandomZoom(-1), Throws.TypeOf<InvalidValueException>().With.Message.Contains("heightFactor"));
        Assert.That(() => new RandomShear(-0.5),
            Throws.TypeOf<InvalidValueException>().With.Message.Contains("RandomShear expects xFactor to be a number from 0 to 1"));
        Assert.That(new RandomShear((-0.5, 0.5)).XFactor, Is.EqualTo((Factor)(-0.5, 0.5)), "what Keras writes for one number");
        Assert.That(() => new RandomRotation(0.1, FillMode.Mirror), Throws.TypeOf<InvalidValueException>().With.Message.EqualTo(
            "RandomRotation fills with Reflect, Wrap, Constant or Nearest but Mirror was asked for."));
        Assert.That(() => new RandomZoom(0.1, interpolation: Interpolation.Bicubic), Throws.TypeOf<InvalidValueException>().With.Message.EqualTo(
            "RandomZoom interpolates Nearest or Bilinear but Bicubic was asked for."));
        Assert.That(() => new RandomPerspective(scale: 2), Throws.TypeOf<InvalidValueException>().With.Message.Contains("scale from 0 to 1 but got 2"));
        Assert.That(() => new RandomPerspective().Apply(Tensor.Zeros([1, 1, 4, 1])),
            Throws.TypeOf<ShapeMismatchException>().With.Message.Contains("at least 2 by 2 pixels"));
        Assert.That(() => new RandomCrop(0, 3),
            Throws.TypeOf<InvalidValueException>().With.Message.EqualTo("RandomCrop expects a height of at least 1 pixel but got 0."));
        Assert.That(() => new RandomElasticTransform(scale: 2), Throws.TypeOf<InvalidValueException>());
    }
}
