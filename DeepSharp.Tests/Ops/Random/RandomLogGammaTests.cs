namespace DeepSharp.Tests;

/// <summary>Bounds are about five standard errors; the seeds are fixed, so the outcome never changes.</summary>
public sealed class RandomLogGammaTests
{
    private const int Many = 1 << 17;

    private static (double Mean, double Variance) Moments(Tensor x) => (x.Cast(DType.Float64).Mean().Item(), x.Cast(DType.Float64).Var().Item());

    [Test]
    [Covers(typeof(RandomLogGammaOp))]
    public void LogGamma_EachPlace_HasItsOwnParameter()
    {
        var state = SeedGenerator.StateOf(5);
        Tensor alphas = new[] { 0.2, 1, 7.5 };
        var y = OpCoverage.Run(new RandomLogGammaOp([3, 20000], DType.Float64), state, alphas)[0].Exp();
        foreach (var (i, alpha) in new[] { 0.2, 1, 7.5 }.Index())
        {
            var (mean, variance) = Moments(y[i]);
            Assert.That(mean, Is.EqualTo(alpha).Within(5 * Math.Sqrt(alpha / 20000)), $"mean for {alpha}");
            Assert.That(variance, Is.EqualTo(alpha).Within(0.15 * alpha), $"variance for {alpha}");
        }
        // The last third is what a draw of its own gives only if the parameter's place, not the element's, decides.
        Assert.That(y[1].ToDoubles(), Is.Not.EqualTo(y[2].ToDoubles()));
    }

    [TestCase(0.5), TestCase(1), TestCase(3.5)]
    public void Gamma_Moments_AreThoseOfTheDistribution(double alpha)
    {
        var (mean, variance) = Moments(Tensor.RandomGamma([Many], alpha, DType.Float64, 1));
        Assert.That(mean, Is.EqualTo(alpha).Within(5 * Math.Sqrt(alpha / Many)));
        Assert.That(variance, Is.EqualTo(alpha).Within(0.05 * alpha));
    }

    [TestCase(0.2, 0.2), TestCase(1, 1), TestCase(2, 5)]
    public void Beta_Moments_AreThoseOfTheDistribution(double alpha, double beta)
    {
        var x = Tensor.RandomBeta([Many], Tensor.Scalar(alpha), Tensor.Scalar(beta), seed: 3);
        var (mean, variance) = Moments(x);
        double sum = alpha + beta;
        Assert.That(x.ToDoubles(), Has.All.InRange(0, 1));
        Assert.That(mean, Is.EqualTo(alpha / sum).Within(0.007));
        Assert.That(variance, Is.EqualTo(alpha * beta / (sum * sum * (sum + 1))).Within(0.004));
    }

    [Test]
    public void Beta_OneAndOne_IsEvenlySpread()
    {
        var counts = new int[20];
        foreach (double x in Tensor.RandomBeta([Many], Tensor.Scalar(1.0), Tensor.Scalar(1.0), seed: 4).ToDoubles()) counts[Math.Min(19, (int)(x * 20))]++;
        double expected = Many / 20.0;
        Assert.That(counts.Sum(c => (c - expected) * (c - expected) / expected), Is.LessThan(19 + 5 * 6.2));
    }

    [Test]
    public void Beta_TinyParameters_AreZeroOrOne()
    {
        double[] x = Tensor.RandomBeta([2000], Tensor.Scalar(1e-6), Tensor.Scalar(1e-6), seed: 2).ToDoubles();
        Assert.That(x, Has.All.Matches<double>(v => v is < 1e-3 or > 0.999));
        Assert.That(x.Average(), Is.EqualTo(0.5).Within(0.06));
    }

    [Test]
    public void LogGamma_ThreadsAndTracing_ChangeNoBit()
    {
        Tensor Draw() => Tensor.RandomBeta([3000], Tensor.Scalar(0.3), Tensor.Scalar(0.3), seed: 6);
        Tensor expected;
        using (new Cpu.PoolThreads(1)) expected = Draw();
        using (new Cpu.PoolThreads(3)) Close.Identical("three threads", [expected], [Draw()]);
        Close.Identical("traced", [expected], Program.Compile(Device.Cpu, [], _ => [Draw()]).Run([]));
    }

    [Test]
    public void LogGamma_BadInput_SaysWhatIsWrong()
    {
        Assert.That(() => Tensor.RandomGamma(3, 0), Throws.TypeOf<InvalidValueException>().With.Message.EqualTo(
            "[random_log_gamma] expects a shape parameter above zero but got 0."));
        Assert.That(() => Tensor.RandomGamma(3, double.NaN), Throws.TypeOf<InvalidValueException>());
        Assert.That(() => new RandomLogGammaOp([3, 2]).Apply(SeedGenerator.StateOf(1), new double[] { 1, 2 }),
            Throws.TypeOf<ShapeMismatchException>().With.Message.Contains(
            "float64, [1] or one for each place of the first axis of [3, 2], but are float64 [2]"));
        Assert.That(() => Tensor.RandomGamma(3, 1, DType.Int32), Throws.TypeOf<DTypeMismatchException>());
    }
}
