using DeepSharp.Cpu;

namespace DeepSharp.Tests.Cpu.Lanes;

public sealed class LaneScaledTests
{
    private static readonly double[] s_negative =
    [
        .. Enumerable.Range(0, 40_000).Select(i => -i * 0.0177), .. Enumerable.Range(0, 600).Select(i => -Math.Pow(10, i / 2 - 290.0)),
        -0.0, 0, -0.34657359027997264, -0.3465735902799727, -708.39, -745.2, double.NegativeInfinity, double.NaN, double.MinValue, -1e30,
    ];

    [Test]
    public void Exp_BeforeTheEnd_AgreesWithMath()
    {
        var y = LaneRun.Over<double, ExpValue>(s_negative, LaneDispatch.Widest);
        for (int i = 0; i < y.Length; i++)
            if (s_negative[i] > -708) Assert.That(y[i], Is.EqualTo(Math.Exp(s_negative[i])).Within(4e-16 * Math.Exp(s_negative[i])), $"{s_negative[i]:R}");
            else if (s_negative[i] < -709) Assert.That(y[i], Is.Zero, $"{s_negative[i]:R}");
        Assert.That(y[Array.FindIndex(s_negative, double.IsNaN)], Is.NaN);
    }

    [Test]
    public void Exponent_FarBeyondDoubles_IsKept()
    {
        double[] x = [-1e4, -1e9, -3.4e38, -1e200, double.NegativeInfinity, double.MinValue];
        var e = LaneRun.Over<double, ExpExponent>(x, LaneDispatch.Widest);
        for (int i = 0; i < 4; i++) Assert.That(e[i], Is.EqualTo(x[i] / Math.Log(2)).Within(1 + 1e-15 * Math.Abs(x[i])));
        Assert.That(e[4..], Is.All.EqualTo(LaneScaled.Nothing));
        Assert.That(LaneRun.Over<double, ExpMantissa>(x, LaneDispatch.Widest), Is.EqualTo(
            new[] { Math.Exp(-1e4 - e[0] * Math.Log(2)), 1, 1, 1, 0, 0 }).Using<double>((a, b) => Math.Abs(a - b) < 0.5 && a == 0 == (b == 0)));
    }

    [Test]
    public void Normal_AnyMantissa_StandsBetweenOneAndTwo()
    {
        double[] x = [0.75, 1, 1.999, 6, 1e-10, 3e-300, 1e300, 0, double.NaN], m = LaneRun.Over<double, NormalMantissa>(x, LaneDispatch.Widest);
        var e = LaneRun.Over<double, NormalExponent>(x, LaneDispatch.Widest);
        for (int i = 0; i < 7; i++)
        {
            Assert.That(m[i], Is.InRange(1, 2 - 1e-16));
            Assert.That(Math.ScaleB(m[i], (int)e[i]), Is.EqualTo(x[i]));
        }
        Assert.That((m[7], e[7], m[8]), Is.EqualTo((0.0, LaneScaled.Nothing, double.NaN)));
    }

    [Test]
    public void Sum_FarApart_IsTheLargest()
    {
        // 1 · 2^a + 1.5 · 2^b + 0, relative to the larger exponent.
        double[] a = [0, 10, -5000, 1e12, LaneScaled.Nothing], b = [0, 0, 0, 1e12 - 2, LaneScaled.Nothing];
        Assert.That(LaneRun.Over<double, SumMantissa>(a, b, LaneDispatch.Widest), Is.EqualTo(new[] { 2.5, 1 + 1.5 / 1024, 1.5, 1.375, 2.5 }));
    }

    [Test]
    public void EveryWidth_GivesTheSameBits()
    {
        foreach (var width in LaneRun.Widths)
        {
            Same<ExpValue>(s_negative, width);
            Same<ExpExponent>(s_negative, width);
            Same<NormalMantissa>([.. s_negative.Select(x => -x)], width);
            Same<SumMantissa>(s_negative, width);
        }
        static void Same<TExpression>(double[] x, LaneWidth width) where TExpression : struct, ILaneExpression =>
            Assert.That(
                LaneRun.Over<double, TExpression>(x, width), Is.EqualTo(LaneRun.Over<double, TExpression>(x, LaneWidth.Scalar)),
                $"{typeof(TExpression).Name} {width}");
    }

    private readonly struct ExpValue : ILaneExpression
    {
        public static V Apply<V>(V a, V b) where V : struct, ILane<V>
        {
            var m = LaneScaled.Exp(a, out var e);
            return LaneScaled.Value(m, e);
        }
    }

    private readonly struct ExpExponent : ILaneExpression
    {
        public static V Apply<V>(V a, V b) where V : struct, ILane<V>
        {
            LaneScaled.Exp(a, out var e);
            return e;
        }
    }

    private readonly struct ExpMantissa : ILaneExpression
    {
        public static V Apply<V>(V a, V b) where V : struct, ILane<V> => LaneScaled.Exp(a, out _);
    }

    private readonly struct NormalMantissa : ILaneExpression
    {
        public static V Apply<V>(V a, V b) where V : struct, ILane<V>
        {
            var e = V.Of(0);
            return LaneScaled.Normal(a, ref e);
        }
    }

    private readonly struct NormalExponent : ILaneExpression
    {
        public static V Apply<V>(V a, V b) where V : struct, ILane<V>
        {
            var e = V.Of(0);
            LaneScaled.Normal(a, ref e);
            return e;
        }
    }

    private readonly struct SumMantissa : ILaneExpression
    {
        public static V Apply<V>(V a, V b) where V : struct, ILane<V> =>
            LaneScaled.Sum(V.Of(1), a, V.Of(1.5), b, V.Of(0), V.Of(LaneScaled.Nothing), out _);
    }
}
