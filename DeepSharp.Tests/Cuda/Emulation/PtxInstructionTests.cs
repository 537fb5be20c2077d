using System.Numerics;
using static DeepSharp.Tests.Cuda.InterpretedPtx;

namespace DeepSharp.Tests.Cuda;

/// <summary>Interpreted instructions round, saturate, wrap and compare as the instruction set says.</summary>
[Category("CudaEmulated")]
[NonParallelizable]
public sealed class PtxInstructionTests
{
    private static readonly float[] s_singles =
        [0, -0f, 0.5f, 1.5f, -2.5f, 3.7f, -3.7f, 255.6f, 1e10f, -1e10f, 3e38f, float.NaN, float.PositiveInfinity, float.NegativeInfinity, 1e-8f, 2147483648f];

    /// <summary>To the integer type of the nearest representable number; NaN gives 0.</summary>
    private static long Saturated<T>(double x, Func<double, double> round) where T : IMinMaxValue<T>, INumber<T> =>
        double.IsNaN(x) ? 0 : long.CreateSaturating(T.CreateSaturating(round(x)));

    [Test]
    public void FloatsToIntegers_RoundAndSaturate()
    {
        (string Mode, Func<double, double> Round)[] modes =
            [("rni", x => Math.Round(x, MidpointRounding.ToEven)), ("rzi", Math.Truncate), ("rmi", Math.Floor), ("rpi", Math.Ceiling)];
        foreach (var (mode, round) in modes)
        {
            string Body(string type, string register) => Elements(8) + $"""
                    mul.wide.u32 %rd10, %r0, 4;
                    add.s64 %rd9, %rd1, %rd10;
                    ld.global.f32 %f0, [%rd9];
                    cvt.{mode}.{type}.f32 {register}, %f0;
                    {(register[1] == 'r' && register[2] != 'd' ? $"cvt.s64.{(type[0] == 'u' ? 'u' : 's')}32 %rd4, {register};" : "mov.b64 %rd4, %rd3;")}
                    st.global.s64 [%rd8], %rd4;
                """;
            int n = s_singles.Length;
            Assert.That(Run<long>(Entry(2, Body("s32", "%r1")), n, n, On(s_singles)), Is.EqualTo(s_singles.Select(x => Saturated<int>(x, round))),
                $"{mode} s32");
            Assert.That(Run<long>(Entry(2, Body("u32", "%r1")), n, n, On(s_singles)), Is.EqualTo(s_singles.Select(x => Saturated<uint>(x, round))),
                $"{mode} u32");
            Assert.That(Run<long>(Entry(2, Body("u8", "%r1")), n, n, On(s_singles)), Is.EqualTo(s_singles.Select(x => Saturated<byte>(x, round))),
                $"{mode} u8");
            Assert.That(
                Run<long>(Entry(2, Body("s64", "%rd3")), n, n, On(s_singles)),
                    Is.EqualTo(s_singles.Select(x => float.IsNaN(x) ? long.MinValue : Saturated<long>(x, round))), $"{mode} s64");
        }
    }

    [Test]
    public void Halves_RoundToNearestEven()
    {
        double[] x = [1, 1 + 1.0 / 2048, 1 + 3.0 / 2048, 65519.99, 65520, 6e-8, 1e-30, -0.0, double.NaN, 1.0009765624999];
        string body = """
                mul.wide.u32 %rd10, %r0, 8;
                add.s64 %rd9, %rd1, %rd10;
                mul.wide.u32 %rd10, %r0, 2;
                add.s64 %rd8, %rd0, %rd10;
                ld.global.f64 %fd0, [%rd9];
                cvt.rn.f16.f64 %h0, %fd0;
                cvt.f32.f16 %f0, %h0;
                cvt.rn.f16.f32 %h1, %f0;
                st.global.b16 [%rd8], %h1;
            """;
        Assert.That(Run<Half>(Entry(2, body), x.Length, x.Length, On(x)), Is.EqualTo(x.Select(v => (Half)v)));
    }

    [Test]
    public void Comparisons_TreatNaNAsTheyAreNamed()
    {
        string[] tests = ["eq", "ne", "lt", "le", "gt", "ge", "equ", "neu", "ltu", "leu", "gtu", "geu", "num", "nan"];
        (double A, double B)[] pairs = [(1, 2), (2, 1), (1, 1), (double.NaN, 1), (1, double.NaN)];
        string body = Elements(8)
            + "    mov.u64 %rd4, 0;\n    mul.wide.u32 %rd10, %r0, 16;\n    add.s64 %rd9, %rd1, %rd10;\n    ld.global.v2.f64 {%fd0, %fd1}, [%rd9];\n"
            + string.Concat(tests
                .Select((test, i) => $"    setp.{test}.f64 %p0, %fd0, %fd1;\n    selp.b64 %rd5, {1 << i}, 0, %p0;\n    or.b64 %rd4, %rd4, %rd5;\n"))
            + "    st.global.b64 [%rd8], %rd4;";
        long Expected(double a, double b)
        {
            bool unordered = double.IsNaN(a) || double.IsNaN(b);
            bool[] ordered = [a == b, a < b || a > b, a < b, a <= b, a > b, a >= b];
            bool[] all = [.. ordered, .. ordered.Select(o => o || unordered), !unordered, unordered];
            return all.Select((holds, i) => holds ? 1L << i : 0).Sum();
        }
        double[] x = [.. pairs.SelectMany(p => new[] { p.A, p.B })];
        Assert.That(Run<long>(Entry(2, body), pairs.Length, pairs.Length, On(x)), Is.EqualTo(pairs.Select(p => Expected(p.A, p.B))));
    }

    [Test]
    public void Integers_WrapDivideAndShift()
    {
        string body = """
                mul.wide.u32 %rd10, %r0, 8;
                add.s64 %rd9, %rd1, %rd10;
                mul.wide.u32 %rd10, %r0, 48;
                add.s64 %rd8, %rd0, %rd10;
                ld.global.v2.s32 {%r1, %r2}, [%rd9];
                mul.wide.s32 %rd4, %r1, %r2;
                st.global.s64 [%rd8], %rd4;
                mul.hi.u32 %r3, %r1, %r2;
                mul.lo.s32 %r4, %r1, %r2;
                st.global.v2.u32 [%rd8+8], {%r3, %r4};
                div.s32 %r3, %r1, %r2;
                rem.u32 %r4, %r1, %r2;
                st.global.v2.u32 [%rd8+16], {%r3, %r4};
                shr.s32 %r3, %r1, %r2;
                shl.b32 %r4, %r1, 40;
                st.global.v2.u32 [%rd8+24], {%r3, %r4};
                mov.b64 %rd5, {%r1, %r2};
                st.global.b64 [%rd8+32], %rd5;
                cvt.s16.s32 %h0, %r1;
                cvt.s32.s16 %r3, %h0;
                mad.wide.s32 %rd6, %r3, 2, %rd4;
                st.global.b64 [%rd8+40], %rd6;
            """;
        (int A, int B)[] pairs = [(7, 3), (-7, 3), (int.MaxValue, 2), (-100000, 77777), (int.MinValue, -1), (5, 31)];
        int[] x = [.. pairs.SelectMany(p => new[] { p.A, p.B })];
        long[] got = Run<long>(Entry(2, body), pairs.Length, 6 * pairs.Length, On(x));
        static long Pack(long low, long high) => (uint)low | high << 32;
        for (int i = 0; i < pairs.Length; i++)
        {
            var (a, b) = pairs[i];
            long product = (long)a * b;
            long[] expected = [
                product, Pack((long)((ulong)(uint)a * (uint)b >> 32), (int)product), Pack(b == -1 ? unchecked(-a) : a / b, (uint)a % (uint)b),
                Pack(b is < 0 or > 31 ? a < 0 ? -1 : 0 : a >> b, 0), Pack(a, b), product + 2 * (short)a];
            Assert.That(got[(6 * i)..(6 * i + 6)], Is.EqualTo(expected), $"{a} and {b}");
        }
    }
}
