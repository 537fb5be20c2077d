namespace DeepSharp.Tests;

/// <summary>Distributions and errors. Bounds are about five standard errors; the seeds are fixed, so the outcome never changes.</summary>
public sealed class RandomOpTests
{
    private const int Many = 1 << 18;

    private static readonly Tensor s_state = SeedGenerator.StateOf(2024);

    private static (double Mean, double Variance, double Skewness, double Kurtosis) Moments(double[] x)
    {
        double mean = x.Average(), variance = x.Average(v => Math.Pow(v - mean, 2));
        double third = x.Average(v => Math.Pow(v - mean, 3)), fourth = x.Average(v => Math.Pow(v - mean, 4));
        return (mean, variance, third / Math.Pow(variance, 1.5), fourth / (variance * variance));
    }

    [TestCase(DType.Float32)]
    [TestCase(DType.Float64)]
    public void Uniform_Moments_AreThoseOfTheInterval(DType dtype)
    {
        double[] x = Tensor.RandomUniform([Many], -2, 4, dtype, 1).ToDoubles();
        var m = Moments(x);
        Assert.That(m.Mean, Is.EqualTo(1).Within(0.02));
        Assert.That(m.Variance, Is.EqualTo(3).Within(0.03));
        Assert.That(x.Min(), Is.InRange(-2, -1.999));
        Assert.That(x.Max(), Is.InRange(3.999, 4 - 1e-7));
    }

    [TestCase(DType.Float32)]
    [TestCase(DType.Float64)]
    public void Normal_Moments_AreThoseOfTheNormalDistribution(DType dtype)
    {
        double[] x = Tensor.RandomNormal([Many], 3, 2, dtype, 2).ToDoubles();
        var m = Moments(x);
        Assert.That(m.Mean, Is.EqualTo(3).Within(0.02));
        Assert.That(m.Variance, Is.EqualTo(4).Within(0.06));
        Assert.That(m.Skewness, Is.EqualTo(0).Within(0.025));
        Assert.That(m.Kurtosis, Is.EqualTo(3).Within(0.05));
        // Partners of a pair must not depend on each other.
        double covariance = Enumerable.Range(0, Many / 2).Average(k => (x[2 * k] - 3) * (x[2 * k + 1] - 3));
        Assert.That(covariance, Is.EqualTo(0).Within(0.06));
    }

    [Test]
    public void TruncatedNormal_Moments_StayWithinTwoStandardDeviations()
    {
        double[] x = Tensor.TruncatedNormal([Many], 0, 1, seed: 3).ToDoubles();
        var m = Moments(x);
        Assert.That(x, Has.All.InRange(-2.0, 2.0));
        Assert.That(m.Mean, Is.EqualTo(0).Within(0.01));
        Assert.That(Math.Sqrt(m.Variance), Is.EqualTo(0.87962566103423978).Within(0.006));
    }

    [Test]
    public void Bits_Bytes_AreEvenlySpread()
    {
        var counts = new int[256];
        foreach (int bits in Tensor.RandomBits([Many], seed: 4).ToArray<int>())
            foreach (byte b in BitConverter.GetBytes(bits)) counts[b]++;
        double expected = 4.0 * Many / 256, chi = counts.Sum(c => (c - expected) * (c - expected) / expected);
        Assert.That(chi, Is.InRange(255 - 5 * 22.6, 255 + 5 * 22.6));
    }

    [Test]
    public void Integers_Range_IsEvenlyCovered()
    {
        var counts = new int[17];
        foreach (int i in Tensor.RandomIntegers([Many], -8, 9, seed: 5).ToArray<int>()) counts[i + 8]++;
        double expected = Many / 17.0, chi = counts.Sum(c => (c - expected) * (c - expected) / expected);
        Assert.That(chi, Is.LessThan(16 + 5 * 5.7));
    }

    [Test]
    public void Permutation_FourElements_GivesEveryOrderEquallyOften()
    {
        var counts = new Dictionary<string, int>();
        for (int draw = 0; draw < 4800; draw++)
        {
            string order = string.Join("", new RandomPermutationOp(4).Apply(SeedGenerator.StateOf(6, draw)).ToArray<int>());
            counts[order] = counts.GetValueOrDefault(order) + 1;
        }
        Assert.That(counts, Has.Count.EqualTo(24));
        Assert.That(counts.Values.Sum(c => (c - 200.0) * (c - 200.0) / 200), Is.LessThan(23 + 5 * 6.8));
    }

    [Test]
    public void Uniform_RoundingUpToHigh_IsHeldBelow()
    {
        // One float lies between the bounds' neighbours, so half of all draws round up to the end.
        float high = MathF.BitIncrement(1);
        Assert.That(Tensor.RandomUniform([100], 1, high, seed: 1).ToFloats(), Has.All.EqualTo(1f));
        Assert.That(Tensor.RandomUniform([3], 2, 2, seed: 1).ToFloats(), Has.All.EqualTo(2f));
    }

    [Test]
    public void Gradient_OfARandomDraw_IsNone()
    {
        var x = Tensor.From<float>([1, 2]);
        using var tape = new GradientTape();
        tape.Watch(x);
        var y = x * Tensor.RandomNormal([2], seed: 1);
        Assert.That(tape.Gradient(y, x).ToFloats(), Is.EqualTo(Tensor.RandomNormal([2], seed: 1).ToFloats()));
    }

    [Test]
    public void Infer_BadInput_SaysWhatIsWrong()
    {
        Assert.That(() => new RandomUniformOp(3).Apply(Tensor.Zeros([2])), Throws.TypeOf<ShapeMismatchException>().With.Message.EqualTo(
            "[random_uniform] the random state must be int64 [2] = {seed, draw number} but is float32 [2]. " +
            "Take it from SeedGenerator.Next()."));
        Assert.That(() => new RandomUniformOp(3, DType.Int32).Apply(s_state), Throws.TypeOf<DTypeMismatchException>().With.Message.EqualTo(
            "[random_uniform] draws float32, float64 but int32 was asked for. Draw one of these and cast."));
        Assert.That(() => Tensor.RandomUniform(3, 2, 1), Throws.TypeOf<InvalidValueException>().With.Message.Contains("got [2, 1)"));
        Assert.That(() => Tensor.RandomNormal(3, 0, -1), Throws.TypeOf<InvalidValueException>().With.Message.Contains("stddev -1"));
        Assert.That(() => Tensor.TruncatedNormal(3, double.NaN), Throws.TypeOf<InvalidValueException>().With.Message.Contains("mean NaN"));
        Assert.That(() => Tensor.RandomBernoulli(3, 1.5), Throws.TypeOf<InvalidValueException>().With.Message.Contains("got 1.5"));
        Assert.That(() => Tensor.RandomIntegers(3, 2, 2), Throws.TypeOf<InvalidValueException>().With.Message.Contains("[2, 2)"));
        Assert.That(() => Tensor.RandomIntegers(3, 0, 1L << 40),
            Throws.TypeOf<InvalidValueException>().With.Message.Contains("DType.Int64"));
    }
}
