using DeepSharp.Cpu;

namespace DeepSharp.Tests.Cpu.Lanes;

public class LaneFunctionTests
{
    private static readonly LaneCase[] Cases = LaneFunctionCases.All;

    // Every 65537th bit pattern: denormals, infinities and NaN among them; then a denser walk where functions bend.
    private static readonly float[] Floats =
    [
        .. Enumerable.Range(0, 65_535).Select(i => BitConverter.UInt32BitsToSingle((uint)i * 65537u)),
        .. Enumerable.Range(-10_000, 20_001).Select(i => i * 1.02e-3f),
        0, -0f, 1, -1, float.Epsilon, -float.Epsilon, 1.17549435e-38f, float.MaxValue, float.MinValue, float.NaN,
        float.PositiveInfinity, float.NegativeInfinity, 88.72283f, 88.72284f, -87.33655f, -103.97208f, -103.97209f, 104, -104,
    ];

    private static readonly double[] Doubles =
        [.. Floats.Select(x => (double)x), .. Enumerable.Range(0, 20_000).Select(i => Math.Sin(i) * Math.Exp(i % 60 - 40))];

    [TestCaseSource(nameof(Cases))]
    public void Float_ManyValues_AgreesWithDoubleReference(LaneCase c)
    {
        double Error(double x, double y)
        {
            double truth = c.Reference(x);
            float magnitude = MathF.Abs((float)truth);
            return Ulps(y, truth, (float)truth, MathF.BitIncrement(magnitude) - (double)magnitude);
        }
        CheckWorst(c, Doubled(Floats), Doubled(c.Run(Floats, LaneDispatch.Widest)), Error, c.FloatUlps);
    }

    [TestCaseSource(nameof(Cases))]
    public void Double_ManyValues_AgreesWithReference(LaneCase c)
    {
        double Error(double x, double y)
        {
            double truth = c.Reference(x);
            return Ulps(y, truth, truth, Math.BitIncrement(Math.Abs(truth)) - Math.Abs(truth));
        }
        CheckWorst(c, Doubles, c.Run(Doubles, LaneDispatch.Widest), Error, c.DoubleUlps);
    }

    [TestCaseSource(nameof(Cases))]
    public void Float_EveryWidth_GivesTheSameBits(LaneCase c)
    {
        var scalar = c.Run(Floats, LaneWidth.Scalar);
        foreach (var width in LaneRun.Widths)
        {
            var y = c.Run(Floats, width);
            for (int i = 0; i < y.Length; i++)
                if (BitConverter.SingleToInt32Bits(y[i]) != BitConverter.SingleToInt32Bits(scalar[i])
                    && !(float.IsNaN(y[i]) && float.IsNaN(scalar[i])))
                    Assert.Fail($"{c.Name}({Floats[i]:R}) at {width}: {y[i]:R}, scalar {scalar[i]:R}");
        }
    }

    [TestCaseSource(nameof(Cases))]
    public void Double_EveryWidth_GivesTheSameBits(LaneCase c)
    {
        var scalar = c.Run(Doubles, LaneWidth.Scalar);
        foreach (var width in LaneRun.Widths)
            Assert.That(c.Run(Doubles, width).AsSpan().SequenceEqual(scalar), $"{c.Name} at {width}");
    }

    [TestCaseSource(nameof(Cases))]
    public void Int_RealFunction_ThrowsWithItsName(LaneCase c)
        => Assert.That(() => c.Run([1, 2, 3], LaneDispatch.Widest),
            Throws.TypeOf<NotSupportedException>().With.Message.EqualTo(
                $"{c.Name} is not defined for Int32 lanes: cast to float32 or float64 first."));

    [Test]
    public void OddFunctions_NegativeZero_KeepTheSign()
    {
        foreach (var c in Cases)
            if (c.Name is "Expm1" or "Log1p" or "Sin" or "Tan" or "Tanh" or "Erf" or "Asin" or "Atan" or "Sinh" or "Asinh" or "Atanh")
                Assert.That(BitConverter.SingleToInt32Bits(c.Run([-0f], LaneDispatch.Widest)[0]), Is.EqualTo(int.MinValue), c.Name);
    }

    [Test]
    public void ErfInv_OfErf_GivesTheArgumentBack([Values(1e-12, 1e-5, 0.1, 0.46, 0.48, 1.0, 2.0, 3.0)] double z)
    {
        foreach (double signed in new[] { z, -z })
        {
            // erf is flat at 3: one ulp of its value moves the argument by 1e-12.
            double back = LaneRun.Over<double, LaneFunctionCases.ErfInv>([Truth.Erf(signed)], LaneDispatch.Widest)[0];
            Assert.That(back, Is.EqualTo(signed).Within(z > 2.5 ? 1e-11 : z > 1.5 ? 3e-14 : 4e-15 * z));
        }
    }

    [Test]
    public void ErfInv_EdgesAndOutside_AreInfiniteAndNaN()
        => Assert.That(LaneRun.Over<float, LaneFunctionCases.ErfInv>([1, -1, 0, 1.5f, float.NaN], LaneDispatch.Widest),
            Is.EqualTo(new[] { float.PositiveInfinity, float.NegativeInfinity, 0, float.NaN, float.NaN }));

    private static double[] Doubled(float[] x) => Array.ConvertAll(x, v => (double)v);

    private static void CheckWorst(LaneCase c, double[] x, double[] y, Func<double, double, double> error, double bound)
    {
        double worst = 0, where = 0, value = 0;
        for (int i = 0; i < x.Length; i++)
            if (error(x[i], y[i]) is var e && e > worst)
                (worst, where, value) = (e, x[i], y[i]);
        TestContext.Out.WriteLine($"{c.Name}: {worst:F2} ulp at {where:R}");
        Assert.That(worst, Is.LessThanOrEqualTo(bound), $"{c.Name}({where:R}) = {value:R}, expected {c.Reference(where):R}");
    }

    /// <summary>The distance in units of the last place; NaN and infinity must be met as they are.</summary>
    private static double Ulps(double got, double truth, double rounded, double ulp)
    {
        if (double.IsNaN(truth) || double.IsNaN(got))
            return double.IsNaN(truth) && double.IsNaN(got) ? 0 : double.PositiveInfinity;
        if (double.IsInfinity(rounded) || double.IsInfinity(got))
            return got == rounded ? 0 : double.PositiveInfinity;
        return Math.Abs(got - truth) / ulp;
    }
}
