using DeepSharp.Cpu;

namespace DeepSharp.Tests.Cpu.Lanes;

public class LaneFloorModTests
{
    // Quotients of all sizes, and such as lie at whole numbers, where the rounded quotient is one too large.
    private static (double[] A, double[] B) Pairs()
    {
        var random = new Random(1);
        double[] a = new double[60_000], b = new double[60_000];
        for (int i = 0; i < a.Length; i++)
        {
            a[i] = i % 2 == 0 ? BitConverter.Int32BitsToSingle(random.Next(int.MinValue, int.MaxValue)) : random.Next(-50, 50) * 0.1f;
            b[i] = i % 3 == 0 ? BitConverter.Int32BitsToSingle(random.Next(int.MinValue, int.MaxValue))
                : (float)(a[i] / (i % 3 == 1 ? random.NextDouble() * 100 - 50 : random.Next(-30, 30)));
        }
        return (a, b);
    }

    [Test]
    public void FloorMod_Floats_IsTheRemainderInDoubleRounded()
    {
        var (a, b) = Pairs();
        float[] expected = [.. a.Zip(b, (x, y) => (float)ScalarFunction.FloorMod.Invoke(x, y))];
        foreach (var width in LaneRun.Widths)
            AssertSame(LaneRun.Over<float, LanePrimitives.FloorMod>(Narrowed(a), Narrowed(b), width), expected, a, b);
    }

    [Test]
    public void FloorMod_Doubles_IsTheRemainder()
    {
        var (a, b) = Pairs();
        double[] expected = [.. a.Zip(b, ScalarFunction.FloorMod.Invoke)];
        foreach (var width in LaneRun.Widths)
            AssertSame(LaneRun.Over<double, LanePrimitives.FloorMod>(a, b, width), expected, a, b);
    }

    private static float[] Narrowed(double[] x) => Array.ConvertAll(x, v => (float)v);

    /// <summary>Zeros with their sign; NaN is NaN.</summary>
    private static void AssertSame<T>(T[] y, T[] expected, double[] a, double[] b) where T : struct, System.Numerics.IFloatingPointIeee754<T>
    {
        for (int i = 0; i < y.Length; i++)
            if (!y[i].Equals(expected[i]) || T.IsNegative(y[i]) != T.IsNegative(expected[i]) && !T.IsNaN(y[i]))
                Assert.Fail($"{a[i]:R} mod {b[i]:R} = {y[i]:R}, expected {expected[i]:R}");
    }
}
