using DeepSharp.Cpu;

namespace DeepSharp.Tests.Cpu.Lanes;

/// <summary>The power function and the angle of a point, against System.Math in double precision.</summary>
public class LanePairFunctionTests
{
    // Every pair of these: zeros, ones, whole, odd and broken numbers, denormals and the ends of the range.
    private static readonly float[] Corners =
    [
        0, 1, 2, 0.5f, 3, 10, 1.5f, 7, 1e-30f, 1e30f, 2.5f, 0.99999994f, 1.0000001f, 16777215, 16777216, 33554434, 1e-45f, 1e-40f, 1.17549435e-38f, 3e9f,
        1e12f, float.MaxValue, float.PositiveInfinity, float.NaN,
    ];

    private static readonly float[] Signed = [.. Corners, .. Corners.Select(x => -x)];
    private static readonly float[] CornerA = [.. Signed.SelectMany(x => Enumerable.Repeat(x, Signed.Length))];
    private static readonly float[] CornerB = [.. Enumerable.Repeat(Signed, Signed.Length).SelectMany(x => x)];

    [Test]
    public void Pow_Corners_AgreeWithMath() => Check<LaneFunctionCases.Pow>(CornerA, CornerB, Math.Pow, 1);

    [Test]
    public void Atan2_Corners_AgreeWithMath() => Check<LaneFunctionCases.Atan2>(CornerA, CornerB, Math.Atan2, 2);

    [Test]
    public void Pow_BasesOfAllSizes_IsWithinOneUlp()
    {
        var random = new Random(1);
        float[] a = [.. Enumerable.Range(0, 200_000).Select(_ => BitConverter.Int32BitsToSingle(random.Next(0x7F800000)))];

        // Powers that keep the result within the range of floats, and a little beyond.
        float[] b = [.. a.Select(x => (float)((random.NextDouble() * 2 - 1) * 152 / Math.Log2(x)))];
        Check<LaneFunctionCases.Pow>(a, b, Math.Pow, 1);
    }

    [Test]
    public void Pow_BasesNearOne_IsWithinOneUlp()
    {
        var random = new Random(2);
        float[] a = [.. Enumerable.Range(0, 200_000).Select(i => (float)(1 + (i % 2 * 2 - 1) * Math.Pow(2, -1 - 22 * random.NextDouble())))];
        float[] b = [.. a.Select(x => (float)((random.NextDouble() * 2 - 1) * 152 / Math.Log2(x)))];
        Check<LaneFunctionCases.Pow>(a, b, Math.Pow, 1);
    }

    [Test]
    public void Pow_WholePowersOfNegativeNumbers_KeepTheSignOfOddOnes()
    {
        float[] a = [.. Enumerable.Range(-40, 81).SelectMany(i => Enumerable.Repeat(-0.7f - 0.01f * i, 41))];
        float[] b = [.. Enumerable.Range(0, a.Length).Select(i => i % 41 - 20f)];
        Check<LaneFunctionCases.Pow>(a, b, Math.Pow, 1);
    }

    [Test]
    public void Atan2_PointsOfAllSizes_IsWithinTwoUlps()
    {
        var random = new Random(3);
        float[] y = [.. Enumerable.Range(0, 200_000).Select(_ => BitConverter.Int32BitsToSingle(random.Next(int.MinValue, int.MaxValue)))];
        float[] x = [.. y.Select((v, i) =>
            i % 2 == 0 ? BitConverter.Int32BitsToSingle(random.Next(int.MinValue, int.MaxValue)) : v * (random.NextSingle() * 8 - 4))];
        Check<LaneFunctionCases.Atan2>(y, x, Math.Atan2, 2);
    }

    private static void Check<TExpression>(float[] a, float[] b, Func<double, double, double> reference, double bound)
        where TExpression : struct, ILaneExpression
    {
        float[] scalar = LaneRun.Over<float, TExpression>(a, b, LaneWidth.Scalar);
        double worst = 0;
        for (int i = 0; i < a.Length; i++)
        {
            double truth = reference(a[i], b[i]);
            double error = Ulps(scalar[i], truth);
            Assert.That(error, Is.LessThanOrEqualTo(bound), $"f({a[i]:R}, {b[i]:R}) = {scalar[i]:R}, expected {truth:R}");
            worst = Math.Max(worst, error);
        }
        TestContext.Out.WriteLine($"{typeof(TExpression).Name}: {worst:F2} ulp");
        foreach (var width in LaneRun.Widths)
        {
            float[] y = LaneRun.Over<float, TExpression>(a, b, width);
            for (int i = 0; i < y.Length; i++)
                if (!(float.IsNaN(y[i]) && float.IsNaN(scalar[i])) && BitConverter.SingleToInt32Bits(y[i]) != BitConverter.SingleToInt32Bits(scalar[i]))
                    Assert.Fail($"f({a[i]:R}, {b[i]:R}) at {width}: {y[i]:R}, scalar {scalar[i]:R}");
        }
    }

    /// <summary>The distance in units of the last place; NaN, infinity, zero and its sign must be met as they are.</summary>
    private static double Ulps(float got, double truth)
    {
        float rounded = (float)truth;
        bool same = BitConverter.SingleToInt32Bits(got) == BitConverter.SingleToInt32Bits(rounded) || float.IsNaN(got) && float.IsNaN(rounded);
        if (same || !float.IsFinite(got) || !float.IsFinite(rounded))

            // At the very end of the range one ulp is the step from the largest number to infinity.
            return same ? 0 : Math.Abs(truth) is > 3.402823e38 and < 3.402824e38 && MathF.Abs(got) > 3.402823e38f ? 1 : double.PositiveInfinity;
        return Math.Abs(got - truth) / (MathF.BitIncrement(MathF.Abs(rounded)) - (double)MathF.Abs(rounded));
    }
}
