using DeepSharp.Tests.Cpu;

namespace DeepSharp.Tests;

/// <summary>The values against the words they are documented to come from; other devices must pass the same tests.</summary>
public sealed class RandomMappingTests
{
    // Two full tiles and a part that ends inside a block; with 2 words an element even more tiles.
    private const int Count = 2051;
    private const long Seed = -0x123456789ABCDE, Draw = 0x1FFFFFFFF;

    private static readonly Tensor s_state = SeedGenerator.StateOf(Seed, Draw);

    private static uint Word(long n)
    {
        var b = Philox.Block((ulong)(n / 4), unchecked((ulong)Draw), unchecked((ulong)Seed));
        return (n % 4) switch { 0 => b.W0, 1 => b.W1, 2 => b.W2, _ => b.W3 };
    }

    private static ulong Number(long n) => Word(2 * n) | (ulong)Word(2 * n + 1) << 32;

    private static T[] Elements<T>(Func<int, T> of) => [.. Enumerable.Range(0, Count).Select(of)];

    private static T[] Run<T>(RandomOp op) where T : unmanaged => OpCoverage.Run(op, s_state)[0].ToArray<T>();

    [Test]
    [Covers(typeof(RandomBitsOp))]
    public void Bits_AreTheWords()
    {
        Assert.That(Run<int>(new RandomBitsOp(Count)), Is.EqualTo(Elements(i => (int)Word(i))));
        Assert.That(Run<long>(new RandomBitsOp(Count, DType.Int64)), Is.EqualTo(Elements(i => (long)Number(i))));
    }

    [Test]
    [Covers(typeof(RandomUniformOp))]
    public void Uniform_IsTheUpperBits()
    {
        Assert.That(Run<float>(new RandomUniformOp(Count)), Is.EqualTo(Elements(i => (Word(i) >> 8) / 16777216f)));
        Assert.That(Run<double>(new RandomUniformOp(Count, DType.Float64)),
            Is.EqualTo(Elements(i => (Number(i) >> 11) / 9007199254740992.0)));
        Assert.That(
            Run<float>(new RandomUniformOp(Count, DType.Float32, -3, 5)),
            Is.EqualTo(Elements(i => MathF.FusedMultiplyAdd((Word(i) >> 8) / 16777216f, 8, -3))));
    }

    [Test]
    [Covers(typeof(RandomBernoulliOp))]
    public void Bernoulli_IsUniformBelowP()
    {
        foreach (double p in new[] { 0, 0.3, 0.5, 1 })
        {
            var expected = Elements(i => (Word(i) >> 8) / 16777216.0 < p ? 1.0 : 0.0);
            foreach (var dtype in new[] { DType.Bool, DType.UInt8, DType.Int32, DType.Int64, DType.Float32, DType.Float64 })
                Assert.That(OpCoverage.Run(new RandomBernoulliOp(Count, dtype, p), s_state)[0].ToDoubles(),
                    Is.EqualTo(expected), $"{dtype} {p}");
        }
    }

    [Test]
    [Covers(typeof(RandomIntegersOp))]
    public void Integers_AreTheUpperHalfOfTheProduct()
    {
        Assert.That(
            Run<int>(new RandomIntegersOp(Count, -5, 12)), Is.EqualTo(Elements(i => -5 + (int)(((UInt128)Number(i) * 17) >> 64))));
        ulong range = unchecked((ulong)long.MaxValue - (ulong)long.MinValue);
        Assert.That(
            Run<long>(new RandomIntegersOp(Count, long.MinValue, long.MaxValue, DType.Int64)),
            Is.EqualTo(Elements(i => unchecked(long.MinValue + (long)(ulong)(((UInt128)Number(i) * range) >> 64)))));
    }

    [Test]
    [Covers(typeof(RandomNormalOp))]
    public void Normal_IsBoxAndMuller()
    {
        double Z(int i, Func<long, double> u, Func<long, double> v)
        {
            double radius = Math.Sqrt(-2 * Math.Log(u(i / 2 * 2))), angle = 2 * Math.PI * v(i / 2 * 2 + 1);
            return radius * (i % 2 == 0 ? Math.Cos(angle) : Math.Sin(angle));
        }
        var single = Elements(i => 1 + 2 * Z(i, n => ((Word(n) >> 8) + 1) / 16777216.0, n => (Word(n) >> 8) / 16777216.0));
        var full = Elements(i =>
            1 + 2 * Z(i, n => ((Number(n) >> 11) + 1) / 9007199254740992.0, n => (Number(n) >> 11) / 9007199254740992.0));
        Assert.That(Run<float>(new RandomNormalOp(Count, DType.Float32, 1, 2)), Is.EqualTo(single).Within(5e-6));
        Assert.That(Run<double>(new RandomNormalOp(Count, DType.Float64, 1, 2)), Is.EqualTo(full).Within(1e-14));
    }

    [Test]
    [Covers(typeof(TruncatedNormalOp))]
    public void TruncatedNormal_InvertsTheDistribution()
    {
        // erf(z / √2) = t · erf √2 is what z solves.
        const double within = 0.9544997361036416;
        var single = OpCoverage.Run(new TruncatedNormalOp(Count), s_state)[0].ToDoubles();
        var full = OpCoverage.Run(new TruncatedNormalOp(Count, DType.Float64), s_state)[0].ToDoubles();
        double[] Back(double[] z) => (Tensor.From(z) / Math.Sqrt(2)).Erf().ToDoubles();
        Assert.That(Back(single), Is.EqualTo(Elements(i => ((2.0 * (Word(i) >> 8) + 1) / 16777216 - 1) * within)).Within(1e-7));
        Assert.That(Back(full), Is.EqualTo(Elements(i => (((Number(i) >> 11) + 0.5) / 4503599627370496 - 1) * within)).Within(1e-14));
        Assert.That(OpCoverage.Run(new TruncatedNormalOp(Count, DType.Float64, 3, 0.5), s_state)[0].ToDoubles(),
            Is.EqualTo(full.Select(z => 3 + 0.5 * z)).Within(1e-15));
    }

    [Test]
    [Covers(typeof(RandomPermutationOp))]
    public void Permutation_SortsByNumbers()
    {
        int[] expected = [.. Enumerable.Range(0, Count).OrderBy(i => Number(i))];
        Assert.That(Run<int>(new RandomPermutationOp(Count)), Is.EqualTo(expected));
    }

    [Test]
    public void EveryDraw_AnyNumberOfThreads_GivesTheSameBits()
    {
        Shape shape = [300, 301];
        RandomOp[] ops =
        [
            new RandomBitsOp(shape), new RandomUniformOp(shape), new RandomUniformOp(shape, DType.Float64, -1, 3),
            new RandomNormalOp(shape), new RandomNormalOp(shape, DType.Float64), new TruncatedNormalOp(shape),
            new RandomBernoulliOp(shape), new RandomIntegersOp(shape, 0, 9),
        ];
        foreach (var op in ops)
        {
            Tensor[] one;
            using (new PoolThreads(1)) one = op.ApplyAll(s_state);
            using var three = new PoolThreads(3);
            Close.Identical($"{op}", one, op.ApplyAll(s_state));
        }
    }

    [Test]
    public void EveryDraw_PartOfALongerOne_IsItsBeginning()
    {
        foreach (int count in new[] { 0, 1, 2, 3, 5, 31, 33, 1023, 1025 })
        {
            Assert.That(new RandomNormalOp(count).Apply(s_state).ToFloats(), Is.EqualTo(Run<float>(new RandomNormalOp(Count))[..count]));
            Assert.That(
                new RandomUniformOp(count, DType.Float64).Apply(s_state).ToDoubles(),
                Is.EqualTo(Run<double>(new RandomUniformOp(Count, DType.Float64))[..count]));
        }
    }
}
