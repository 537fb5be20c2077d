using System.Security.Cryptography;

namespace DeepSharp.Tests.Data.Synthetic;

public class SyntheticDigitsTests
{
    [Test]
    public void SyntheticDigits_KnownSeed_GivesTheKnownImages()
    {
        var digits = DeepSharp.Datasets.SyntheticDigits(200, seed: 7);
        Assert.That(digits.Labels[..20], Is.EqualTo(new[] { 4, 9, 0, 8, 6, 1, 3, 5, 7, 2, 9, 3, 1, 5, 6, 7, 0, 4, 8, 2 }));
        Assert.That(Convert.ToHexStringLower(SHA256.HashData(digits.Pixels)),
            Is.EqualTo("dda229e00b64313307da4551f54c0133a1602865f2f64bd0a6d686002e8349cf"));
    }

    [Test]
    public void SyntheticDigits_SameSeed_RepeatsAndOtherSeedDiffers()
    {
        var first = DeepSharp.Datasets.SyntheticDigits(500, seed: 3);
        Assert.That(DeepSharp.Datasets.SyntheticDigits(500, seed: 3).Pixels, Is.EqualTo(first.Pixels));
        Assert.That(DeepSharp.Datasets.SyntheticDigits(500, seed: 4).Pixels, Is.Not.EqualTo(first.Pixels));
        Assert.That(DeepSharp.Datasets.SyntheticDigits(500, seed: -3).Labels, Is.Not.EqualTo(first.Labels));
    }

    [Test]
    public void SyntheticDigits_OneThread_GivesTheSameImages()
    {
        var parallel = DeepSharp.Datasets.SyntheticDigits(50, seed: 5);
        var writer = new DigitWriter();
        var image = new byte[28 * 28];
        foreach (var i in Enumerable.Range(0, 50).Reverse())
        {
            var random = new SplitMix64(5, 2UL * (uint)i + 1);
            writer.Write(parallel.Labels[i], ref random, image);
            Assert.That(image, Is.EqualTo(parallel.Image(i).ToArray()), $"image {i}");
        }
    }

    [Test]
    public void SyntheticDigits_LargerCount_OnlyAppends()
    {
        var few = DeepSharp.Datasets.SyntheticDigits(25, seed: 1);
        var more = DeepSharp.Datasets.SyntheticDigits(60, seed: 1).Take(25);
        Assert.That(more.Labels, Is.EqualTo(few.Labels));
        Assert.That(more.Pixels, Is.EqualTo(few.Pixels));
    }

    [Test]
    public void SyntheticDigits_Labels_AreBalancedAndShuffled()
    {
        var labels = DeepSharp.Datasets.SyntheticDigits(1000, seed: 2).Labels;
        Assert.That(labels.CountBy(l => l).Select(c => c.Value), Is.EqualTo(Enumerable.Repeat(100, 10)));
        Assert.That(labels.Chunk(10).Select(run => string.Concat(run)).Distinct().Count(), Is.GreaterThan(90));
        foreach (var digit in Enumerable.Range(0, 10))
        {
            var places = Enumerable.Range(0, 10).Select(place => labels.Where((l, i) => i % 10 == place && l == digit).Count());
            Assert.That(places, Is.All.InRange(1, 25), $"digit {digit} is found at every place of a run");
        }
    }

    [Test]
    public void SyntheticDigits_Pixels_AreWhiteInkOnBlack()
    {
        var digits = DeepSharp.Datasets.SyntheticDigits(1000, seed: 6);
        Assert.That((digits.Height, digits.Width, digits.Channels, digits.ClassNames.Count), Is.EqualTo((28, 28, 1, 10)));
        for (var i = 0; i < digits.Count; i++)
        {
            var image = digits.Image(i).ToArray();
            Assert.That(image.Max(), Is.GreaterThan(120), $"image {i} has ink");
            Assert.That(image.Count(p => p == 0), Is.GreaterThan(28 * 28 / 4), $"image {i} has paper");
            Assert.That(image.Count(p => p > 60), Is.InRange(12, 28 * 28 / 2), $"image {i} is a drawing");
        }
        Assert.That(digits.ToFloat().Average(), Is.EqualTo(0.12).Within(0.02));
    }

    [Test]
    public void SyntheticDigits_SameDigit_NeverTheSameImage()
    {
        var digits = DeepSharp.Datasets.SyntheticDigits(2000, seed: 8);
        var different = Enumerable.Range(0, digits.Count).Select(i => Convert.ToBase64String(digits.Image(i))).Distinct().Count();
        Assert.That(different, Is.EqualTo(2000));
    }

    [Test]
    public void SyntheticDigits_NearestClassMean_IsRightFarMoreOftenThanChance()
    {
        var (train, test) = DeepSharp.Datasets.SyntheticDigits(3000, seed: 9).Split(2000);
        var means = new double[10, 784];
        for (var i = 0; i < train.Count; i++)
            for (var p = 0; p < 784; p++)
                means[train.Labels[i], p] += train.Pixels[i * 784 + p] / 200.0;
        var right = 0;
        for (var i = 0; i < test.Count; i++)
        {
            var image = test.Image(i).ToArray();
            var nearest = Enumerable.Range(0, 10).MinBy(c => image.Select((v, p) => (v - means[c, p]) * (v - means[c, p])).Sum());
            if (nearest == test.Labels[i]) right++;
        }
        // Not random, yet no task for templates: digits differ in shape, not only in place.
        Assert.That(right / 1000.0, Is.InRange(0.6, 0.9));
    }

    [Test]
    public void SyntheticDigits_NoneOrImpossible_IsHandled()
    {
        Assert.That(DeepSharp.Datasets.SyntheticDigits(0).Count, Is.Zero);
        Assert.That(() => DeepSharp.Datasets.SyntheticDigits(-1), Throws.TypeOf<ArgumentOutOfRangeException>());
        Assert.That(() => DeepSharp.Datasets.SyntheticDigits(int.MaxValue),
            Throws.TypeOf<ArgumentOutOfRangeException>().With.Message.Contains("makes 0 to"));
    }

    [Test]
    public void PenStroke_Corner_TurnsSharplyAndOthersSmoothly()
    {
        var strokes = PenStroke.Parse("0,0 10,0! 10,10 | 0,0 10,0 10,10");
        Assert.That(strokes.Select(s => s.Points.Length), Is.EqualTo(new[] { 3, 3 }));
        List<System.Numerics.Vector2> sharp = [], smooth = [];
        strokes[0].Trace(strokes[0].Points, sharp);
        strokes[1].Trace(strokes[1].Points, smooth);
        Assert.That(sharp, Has.Count.EqualTo(1 + 2 * PenStroke.PiecesPerSpan));
        Assert.That(sharp.Select(p => MathF.Min(MathF.Abs(p.Y), MathF.Abs(p.X - 10))), Is.All.LessThan(1e-4f), "on the two straight sides");
        Assert.That(smooth.Max(p => p.X), Is.GreaterThan(10.1f), "swings out of the turn");
    }

    [Test]
    public void SplitMix64_FirstDraws_AreTheGeneratorsOwn()
    {
        // Computed apart, by the published recurrence, from the state in which the stream starts.
        var random = new SplitMix64(0, 0);
        var draws = new[] { random.Next(), random.Next() };
        Assert.That(draws, Is.EqualTo(new[] { 0xf30429728e32fa04, 0x8e2d98d577088940 }));
        var bells = Enumerable.Range(0, 20_000).Select(_ => (double)random.Bell()).ToArray();
        Assert.That(bells.Average(), Is.EqualTo(0).Within(0.03));
        Assert.That(bells.Average(b => b * b), Is.EqualTo(1).Within(0.03));
    }
}
