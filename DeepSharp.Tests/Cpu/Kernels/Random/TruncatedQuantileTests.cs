using DeepSharp.Cpu;
using DeepSharp.Tests.Cpu.Lanes;

namespace DeepSharp.Tests.Cpu;

public sealed class TruncatedQuantileTests
{
    private static readonly double[] s_places =
    [
        .. Enumerable.Range(0, 20_001).Select(i => (i - 10_000) / 10_000.5),
        .. Enumerable.Range(1, 53).SelectMany(i => new[] { 1 - Math.ScaleB(1, -i), Math.ScaleB(1, -i) - 1 }),
        0, -0.0, 1e-300, -1e-12, 5e-324,
    ];

    [Test]
    public void Quantile_EveryPlace_IsTheInverseErrorFunction()
    {
        var z = LaneRun.Over<double, Quantile>(s_places, LaneDispatch.Widest);
        for (int i = 0; i < z.Length; i++)
        {
            double expected = Math.Sqrt(2) * ErrorFunction.ErfInv(s_places[i] * 0.95449973610364158);
            Assert.That(z[i], Is.EqualTo(expected).Within(2e-15 * Math.Abs(expected)), $"{s_places[i]:R}");
        }
        Assert.That(z, Is.All.InRange(-2.0, 2.0));
    }

    [Test]
    public void Quantile_EveryWidth_GivesTheSameBits()
    {
        foreach (var width in LaneRun.Widths)
            Assert.That(LaneRun.Over<double, Quantile>(s_places, width), Is.EqualTo(LaneRun.Over<double, Quantile>(s_places, LaneWidth.Scalar)), $"{width}");
    }

    private readonly struct Quantile : ILaneExpression
    {
        public static V Apply<V>(V a, V b) where V : struct, ILane<V> => TruncatedQuantile.Of(a);
    }
}
