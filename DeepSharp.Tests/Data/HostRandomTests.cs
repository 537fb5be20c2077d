namespace DeepSharp.Tests.Data;

public sealed class HostRandomTests
{
    [Test]
    public void Below_FirstNumbers_ArePinned()
    {
        HostRandom a = new(7, 0), b = new(7, 1);
        Assert.That(Enumerable.Range(0, 8).Select(_ => a.Below(1000)), Is.EqualTo(new[] { 397, 114, 203, 587, 304, 658, 286, 979 }));
        Assert.That(Enumerable.Range(0, 8).Select(_ => b.Below(1000)), Is.EqualTo(new[] { 544, 691, 127, 140, 298, 847, 799, 836 }));
    }

    [Test]
    public void Shuffle_Order_IsPinned()
    {
        int[] items = [.. Enumerable.Range(0, 10)];
        new HostRandom(7, 0).Shuffle(items);
        Assert.That(items, Is.EqualTo(new[] { 1, 8, 6, 2, 9, 4, 0, 3, 5, 7 }));
    }

    [Test]
    public void Below_One_IsZero()
    {
        var random = new HostRandom(1, 0);
        Assert.That(Enumerable.Range(0, 10).Select(_ => random.Below(1)), Is.All.Zero);
    }

    [TestCase(7), TestCase(10), TestCase(64)]
    public void Below_IsUniform(int bound)
    {
        const int draws = 64_000;
        var random = new HostRandom(11, 5);
        var counts = new int[bound];
        for (int i = 0; i < draws; i++) counts[random.Below(bound)]++;
        double expected = (double)draws / bound;
        double chi = counts.Sum(c => (c - expected) * (c - expected) / expected);
        // Mean bound − 1, variance twice that: six standard deviations.
        Assert.That(chi, Is.LessThan(bound - 1 + 6 * Math.Sqrt(2 * (bound - 1))));
    }

    [Test]
    public void Shuffle_PutsEachItemEverywhereEquallyOften()
    {
        const int rounds = 12_000;
        var random = new HostRandom(2, 0);
        var counts = new int[6, 6];
        for (int r = 0; r < rounds; r++)
        {
            int[] items = [0, 1, 2, 3, 4, 5];
            random.Shuffle(items);
            for (int i = 0; i < 6; i++) counts[items[i], i]++;
        }
        foreach (int c in counts) Assert.That(c, Is.EqualTo(rounds / 6).Within(250));
    }
}
