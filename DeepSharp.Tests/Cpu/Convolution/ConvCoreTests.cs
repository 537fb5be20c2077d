using System.Numerics;
using DeepSharp.Cpu;

namespace DeepSharp.Tests.Cpu;

[NonParallelizable]
[TestFixture(typeof(float))]
[TestFixture(typeof(double))]
public unsafe class ConvCoreTests<T> where T : unmanaged, IFloatingPointIeee754<T>
{
    private static ConvGeometry Plane(
        int batch, int h, int w, int kh, int kw, int cin, int cout, int stride = 1, int dilation = 1, int before = 0, int after = 0,
            int groups = 1,
        int? strideW = null, int? dilationW = null) =>
        ConvGeometry.Create(batch, [h, w], [kh, kw], [stride, strideW ?? stride], [dilation, dilationW ?? dilation], [before, before],
            [after, after], cin, cout, groups);

    private static readonly (string Name, ConvGeometry Geometry)[] s_cases =
    [
        ("plain", Plane(2, 7, 9, 3, 3, 4, 5)),
        ("same padding", Plane(2, 8, 8, 3, 3, 16, 20, before: 1, after: 1)),
        ("one channel", Plane(3, 9, 10, 5, 3, 1, 7, before: 2, after: 1)),
        ("three channels", Plane(2, 11, 13, 3, 3, 3, 33, stride: 2, before: 0, after: 1)),
        ("uneven padding", Plane(2, 6, 7, 4, 4, 3, 6, before: 1, after: 2)),
        ("stride 2", Plane(2, 9, 12, 3, 3, 8, 10, stride: 2, before: 1, after: 1)),
        ("stride 3, taps fewer than phases", Plane(2, 11, 10, 2, 2, 5, 4, stride: 3)),
        ("stride beyond kernel", Plane(1, 13, 13, 1, 3, 5, 4, stride: 4, before: 1, after: 0)),
        ("stride by axis", Plane(2, 9, 12, 3, 5, 6, 4, stride: 1, strideW: 2, before: 2, after: 2)),
        ("dilation 2", Plane(2, 9, 10, 3, 3, 5, 6, dilation: 2, before: 2, after: 2)),
        ("dilation 2 stride 2", Plane(2, 12, 11, 3, 3, 5, 6, stride: 2, dilation: 2, before: 2, after: 1)),
        ("dilation 3 stride 2", Plane(2, 14, 15, 3, 2, 4, 6, stride: 2, dilation: 3, before: 3, after: 2)),
        ("dilation 2 by stride 4", Plane(1, 17, 16, 4, 4, 3, 4, stride: 4, dilation: 2, before: 3, after: 3, strideW: 3, dilationW: 1)),
        ("pointwise", Plane(3, 5, 6, 1, 1, 20, 18)),
        ("pointwise groups", Plane(2, 5, 6, 1, 1, 12, 18, groups: 3)),
        ("pointwise stride 2", Plane(2, 6, 7, 1, 1, 9, 8, stride: 2)),
        ("kernel larger than image", Plane(2, 3, 3, 5, 5, 4, 6, before: 2, after: 2)),
        ("padding beyond kernel", Plane(1, 4, 4, 2, 2, 3, 5, before: 4, after: 3)),
        ("groups", Plane(2, 7, 8, 3, 3, 12, 8, before: 1, after: 1, groups: 4)),
        ("groups stride 2", Plane(2, 7, 8, 3, 3, 6, 9, stride: 2, before: 1, after: 0, groups: 3)),
        ("groups joined", Plane(3, 9, 10, 3, 3, 48, 96, before: 1, after: 1, groups: 12)),
        ("groups with more in than out", Plane(2, 9, 10, 3, 3, 64, 16, before: 1, after: 0, groups: 8)),
        ("two groups that fill vectors", Plane(5, 8, 9, 3, 3, 40, 48, before: 1, after: 1, groups: 2)),
        ("groups in chunks", Plane(40, 14, 15, 3, 3, 32, 32, before: 1, after: 1, groups: 8)),
        ("depthwise", Plane(2, 8, 7, 3, 3, 19, 19, before: 1, after: 1, groups: 19)),
        ("depthwise wide", Plane(2, 5, 14, 3, 3, 45, 45, before: 1, after: 1, groups: 45)),
        ("depthwise stride 2", Plane(3, 9, 23, 3, 3, 39, 39, stride: 2, before: 1, after: 1, groups: 39)),
        ("depthwise five taps", Plane(2, 7, 13, 5, 5, 34, 34, before: 2, after: 2, groups: 34)),
        ("depthwise stride beyond kernel", Plane(2, 13, 14, 1, 3, 20, 20, stride: 4, before: 1, after: 0, groups: 20)),
        ("depthwise dilation stride", Plane(2, 14, 15, 3, 2, 18, 18, stride: 2, dilation: 3, before: 3, after: 2, groups: 18)),
        ("depthwise kernel larger than image", Plane(2, 3, 3, 5, 5, 33, 33, before: 2, after: 2, groups: 33)),
        ("depthwise 1-D causal", ConvGeometry.Create(2, [40], [3], [1], [4], [8], [0], 35, 35, 35)),
        ("depthwise 3-D", ConvGeometry.Create(2, [4, 5, 9], [2, 3, 3], [1, 2, 1], [1, 1, 1], [1, 1, 1], [0, 1, 1], 36, 36, 36)),
        ("depthwise multiplier", Plane(2, 8, 7, 3, 3, 5, 15, stride: 2, dilation: 1, before: 1, after: 1, groups: 5)),
        ("depthwise dilation", Plane(2, 8, 9, 3, 2, 11, 11, dilation: 2, before: 2, after: 1, groups: 11)),
        ("1-D", ConvGeometry.Create(3, [50], [7], [2], [1], [3], [2], 6, 10)),
        ("1-D causal", ConvGeometry.Create(2, [40], [3], [1], [4], [8], [0], 5, 5)),
        ("3-D", ConvGeometry.Create(2, [5, 6, 7], [3, 2, 3], [1, 2, 1], [1, 1, 2], [1, 0, 2], [1, 1, 1], 4, 6, 2)),
        ("3-D depthwise", ConvGeometry.Create(1, [4, 5, 6], [2, 3, 3], [2, 1, 2], [1, 1, 1], [0, 1, 1], [0, 1, 1], 5, 10, 5)),
        ("many positions", Plane(5, 30, 31, 3, 3, 4, 6, before: 1, after: 1)),
        ("deep", Plane(1, 6, 6, 3, 3, 70, 40, before: 1, after: 1)),
        ("small images", Plane(20, 8, 8, 3, 3, 16, 48, before: 1, after: 1)),
        ("1-D wide", ConvGeometry.Create(3, [61], [5], [2], [1], [2], [2], 20, 37)),
        ("3-D whole", ConvGeometry.Create(2, [5, 6, 9], [3, 2, 3], [1, 2, 1], [1, 1, 1], [1, 0, 1], [1, 1, 1], 6, 17)),
        ("one vector of channels", Plane(3, 9, 13, 3, 3, 16, 16, before: 1, after: 1)),
        ("half a vector of channels", Plane(3, 9, 13, 3, 3, 8, 8, before: 1, after: 1)),
        ("one vector of channels, stride 2", Plane(2, 11, 30, 3, 3, 5, 16, stride: 2, before: 1, after: 1)),
        ("one channel made", Plane(3, 9, 10, 3, 3, 20, 1, before: 1, after: 1)),
        ("three channels made, in strips", Plane(2, 90, 85, 5, 3, 24, 3, before: 2, after: 1)),
        ("two channels made, dilation 2", Plane(2, 12, 11, 3, 2, 17, 2, dilation: 2, before: 3, after: 2)),
        ("of one channel, stride 2", Plane(2, 13, 14, 4, 4, 1, 20, stride: 2, before: 1, after: 1)),
        ("of three channels, stride 2, in strips", Plane(2, 120, 118, 4, 4, 3, 32, stride: 2, before: 1, after: 1)),
        ("of two channels, stride 3, dilation 2", Plane(2, 17, 16, 3, 2, 2, 16, stride: 3, dilation: 2, before: 2, after: 1)),
        ("of two channels, stride beyond kernel", Plane(1, 13, 13, 1, 3, 2, 19, stride: 4, before: 1, after: 0)),
        ("1-D to one channel", ConvGeometry.Create(2, [40], [3], [1], [4], [8], [0], 32, 1)),
        ("no image", Plane(0, 6, 6, 3, 3, 2, 4)),
        ("no output", Plane(2, 2, 6, 3, 3, 2, 4)),
    ];

    private static readonly string[] Names = s_cases.Select(c => c.Name).ToArray();

    private static ConvGeometry Find(string name) => s_cases.Single(c => c.Name == name).Geometry;

    private static double[] Wide(T[] values) => Array.ConvertAll(values, double.CreateChecked);

    private static T[] X(ConvGeometry g, bool whole = true) => Fill(g.Batch * g.Input.Volume * g.InChannels, 1, whole);

    private static T[] Dy(ConvGeometry g, bool whole = true) => Fill(g.Batch * g.Output.Volume * g.OutChannels, 2, whole);

    private static T[] Kernel(ConvGeometry g, bool whole = true) => Fill(g.Kernel.Volume * g.GroupIn * g.OutChannels, 3, whole);

    private static T[] Fill(int count, int seed, bool whole) => whole ? NaiveProduct.Whole<T>(count, seed)
        : NaiveProduct.Real<T>(count, seed);

    // Outputs start as NaN: what a kernel leaves unwritten shows.
    private static T[] Unwritten(int count) => Enumerable.Repeat(T.NaN, count).ToArray();

    private static T[] Forward(ConvGeometry g, T[] x, T[] w, T[] bias, VectorWidth? width = null)
    {
        var y = Unwritten(g.Batch * g.Output.Volume * g.OutChannels);
        fixed (T* px = x, pw = w, py = y, pb = bias)
            ConvCore.Forward(g, px, pw, py, new BiasEpilogue<T>(pb), width);
        return y;
    }

    private static T[] InputGradient(ConvGeometry g, T[] dy, T[] w, VectorWidth? width = null)
    {
        var dx = Unwritten(g.Batch * g.Input.Volume * g.InChannels);
        fixed (T* pdy = dy, pw = w, pdx = dx)
            ConvCore.InputGradient(g, pdy, pw, pdx, width);
        return dx;
    }

    private static T[] KernelGradient(ConvGeometry g, T[] x, T[] dy, VectorWidth? width = null)
    {
        var dw = Unwritten(g.Kernel.Volume * g.GroupIn * g.OutChannels);
        fixed (T* px = x, pdy = dy, pdw = dw)
            ConvCore.KernelGradient(g, px, pdy, pdw, width);
        return dw;
    }

    [Test]
    public void Forward_WithBias_EqualsNaiveLoops([ValueSource(nameof(Names))] string name)
    {
        using var _ = new PoolThreads(2);
        var g = Find(name);
        T[] x = X(g), w = Kernel(g), bias = Fill(g.OutChannels, 4, true);
        var expected = NaiveConv.Forward(g, Wide(x), Wide(w)).Select((v, i) => v + double.CreateChecked(bias[i % g.OutChannels]));
        Assert.That(Wide(Forward(g, x, w, bias)), Is.EqualTo(expected));
    }

    [Test]
    public void InputGradient_EqualsNaiveLoops([ValueSource(nameof(Names))] string name)
    {
        using var _ = new PoolThreads(2);
        var g = Find(name);
        T[] dy = Dy(g), w = Kernel(g);
        Assert.That(Wide(InputGradient(g, dy, w)), Is.EqualTo(NaiveConv.InputGradient(g, Wide(dy), Wide(w))));
    }

    [Test]
    public void KernelGradient_EqualsNaiveLoops([ValueSource(nameof(Names))] string name)
    {
        using var _ = new PoolThreads(2);
        var g = Find(name);
        T[] x = X(g), dy = Dy(g);
        Assert.That(Wide(KernelGradient(g, x, dy)), Is.EqualTo(NaiveConv.KernelGradient(g, Wide(x), Wide(dy))));
    }

    [Test]
    public void AllThree_AtEveryWidth_EqualNaiveLoops([ValueSource(nameof(Names))] string name, [Values("Scalar", "Bits128", "Bits256", "Bits512")] string bits)
    {
        var g = Find(name);
        var width = Enum.Parse<VectorWidth>(bits);
        T[] x = X(g), dy = Dy(g), w = Kernel(g), bias = new T[g.OutChannels];
        Assert.Multiple(() =>
        {
            Assert.That(Wide(Forward(g, x, w, bias, width)), Is.EqualTo(NaiveConv.Forward(g, Wide(x), Wide(w))));
            Assert.That(Wide(InputGradient(g, dy, w, width)), Is.EqualTo(NaiveConv.InputGradient(g, Wide(dy), Wide(w))));
            Assert.That(Wide(KernelGradient(g, x, dy, width)), Is.EqualTo(NaiveConv.KernelGradient(g, Wide(x), Wide(dy))));
        });
    }

    [TestCase("many positions"), TestCase("groups stride 2"), TestCase("groups joined"), TestCase("depthwise"), TestCase("small images")]
    [TestCase("of three channels, stride 2, in strips")]
    public void AllThree_AfterWarmUp_AllocateNothing(string name)
    {
        using var _ = new PoolThreads(2);
        var g = Find(name);
        T[] x = X(g), dy = Dy(g), w = Kernel(g);
        fixed (T* px = x, pdy = dy, pw = w)
        {
            T* input = px, output = pdy, kernel = pw;
            Allocation.None(() =>
            {
                ConvCore.Forward(g, input, kernel, output, default(NoEpilogue<T>));
                ConvCore.InputGradient(g, output, kernel, input);
                ConvCore.KernelGradient(g, input, output, kernel);
            });
        }
    }

    [TestCase("many positions"), TestCase("stride 2"), TestCase("depthwise"), TestCase("depthwise wide"), TestCase("groups"), TestCase("deep")]
    [TestCase("small images"), TestCase("groups in chunks"), TestCase("two groups that fill vectors")]
    [TestCase("three channels made, in strips"), TestCase("of three channels, stride 2, in strips")]
    public void AllThree_AnyThreadCount_GiveSameBits(string name)
    {
        var g = Find(name);
        T[] x = X(g, false), dy = Dy(g, false), w = Kernel(g, false), bias = new T[g.OutChannels];
        (T[], T[], T[]) Results(int threads)
        {
            using var _ = new PoolThreads(threads);
            return (Forward(g, x, w, bias), InputGradient(g, dy, w), KernelGradient(g, x, dy));
        }
        var one = Results(1);
        foreach (int threads in new[] { 2, 5 })
        {
            var several = Results(threads);
            Assert.That(several.Item1, Is.EqualTo(one.Item1), "forward");
            Assert.That(several.Item2, Is.EqualTo(one.Item2), "input gradient");
            Assert.That(several.Item3, Is.EqualTo(one.Item3), "kernel gradient");
        }
    }

    [Test]
    public void Groups_WhatIsNotFinite_StaysInItsGroup([Values(double.NaN, double.PositiveInfinity)] double odd)
    {
        var g = Find("groups joined");
        T[] x = X(g), dy = Dy(g), w = Kernel(g), bias = new T[g.OutChannels], oddX = [.. x], oddDy = [.. dy];
        (oddX[0], oddDy[0]) = (T.CreateChecked(odd), T.CreateChecked(odd));
        T[] y = Forward(g, x, w, bias), oddY = Forward(g, oddX, w, bias), dx = InputGradient(g, dy, w), oddDx = InputGradient(g, oddDy, w);
        Assert.Multiple(() =>
        {
            Assert.That(oddY.Where((_, i) => i % g.OutChannels < g.GroupOut).Count(T.IsFinite), Is.LessThan(y.Length / g.Groups), "the group itself");
            Assert.That(oddY.Where((_, i) => i % g.OutChannels >= g.GroupOut), Is.EqualTo(y.Where((_, i) => i % g.OutChannels >= g.GroupOut)));
            Assert.That(oddDx.Where((_, i) => i % g.InChannels >= g.GroupIn), Is.EqualTo(dx.Where((_, i) => i % g.InChannels >= g.GroupIn)));
        });
    }
}
