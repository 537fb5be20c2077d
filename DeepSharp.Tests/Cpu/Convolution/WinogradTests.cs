using DeepSharp.Cpu;

namespace DeepSharp.Tests.Cpu;

[NonParallelizable]
public unsafe class WinogradTests
{
    /// <summary>The largest error allowed, as a part of the results' standard deviation; direct sums in single precision stay below 3e-6.</summary>
    private const double Bound = 2e-5;

    private static readonly (string Name, ConvGeometry Geometry)[] s_cases =
    [
        ("same", Plane(2, 32, 32, 32, 48, 1)),
        ("valid", Plane(3, 26, 30, 48, 32, 0)),
        ("tiles over the border", Plane(2, 33, 30, 32, 48, 1)),
        ("full padding", Plane(2, 30, 29, 32, 48, 2)),
        ("many channels", Plane(1, 16, 16, 144, 160, 1)),
        ("small images", Plane(40, 8, 8, 48, 32, 1)),
        ("sixteen channels", Plane(9, 32, 32, 16, 16, 1)),
        ("sixteen over the border", Plane(11, 33, 30, 16, 16, 1)),
        ("sixteen with full padding", Plane(10, 30, 29, 16, 16, 2)),
        ("rows left over", Plane(2, 24, 24, 64, 32, 1)),
        ("a kernel beyond the cache", Plane(3, 15, 16, 192, 176, 1)),
    ];

    private static readonly string[] Names = s_cases.Select(c => c.Name).ToArray();

    private static ConvGeometry Plane(int batch, int h, int w, int cin, int cout, int pad) =>
        ConvGeometry.Create(batch, [h, w], [3, 3], [1, 1], [1, 1], [pad, pad], [pad, pad], cin, cout);

    [Test]
    public void AllThree_StayWithinTheBound([ValueSource(nameof(Names))] string name)
    {
        var g = s_cases.Single(c => c.Name == name).Geometry;
        Assert.That(WinogradPlan.Suits<float>(g, GroupKernel<float>.For(BestVectorWidth.Value).Lanes), Is.True, "the case must take this way");
        var (x, w, dy) = Operands(g);
        var (y, dx, dw) = Results(g, x, w, dy);
        Assert.Multiple(() =>
        {
            AssertClose(y, NaiveConv.Forward(g, Wide(x), Wide(w)));
            AssertClose(dx, NaiveConv.InputGradient(g, Wide(dy), Wide(w)));
            AssertClose(dw, NaiveConv.KernelGradient(g, Wide(x), Wide(dy)));
        });
    }

    [TestCase("same"), TestCase("small images"), TestCase("many channels"), TestCase("sixteen over the border")]
    [TestCase("a kernel beyond the cache")]
    public void AllThree_AnyThreadCount_GiveSameBits(string name)
    {
        var g = s_cases.Single(c => c.Name == name).Geometry;
        var (x, w, dy) = Operands(g);
        var results = new List<(float[], float[], float[])>();
        foreach (int threads in new[] { 1, 2, 12 })
        {
            using var _ = new PoolThreads(threads);
            results.Add(Results(g, x, w, dy));
        }
        Assert.That(results[1], Is.EqualTo(results[0]));
        Assert.That(results[2], Is.EqualTo(results[0]));
    }

    [TestCase("tiles over the border"), TestCase("many channels"), TestCase("sixteen with full padding")]
    public void Forward_WithEpilogue_TouchesEachOutputOnce(string name)
    {
        var g = s_cases.Single(c => c.Name == name).Geometry;
        var (x, w, dy) = Operands(g);
        float[] plain = Results(g, x, w, dy).Y, marked = Unwritten(dy.Length);
        fixed (float* px = x, pw = w, py = marked) ConvCore.Forward(g, px, pw, py, new AddPlace());
        for (int i = 0; i < plain.Length; i++) plain[i] += AddPlace.Of(i / g.OutChannels, i % g.OutChannels);
        Assert.That(marked, Is.EqualTo(plain));
    }

    [Test]
    public void Suits_OtherConvolutions_False()
    {
        int lanes = 16;
        Assert.Multiple(() =>
        {
            Assert.That(WinogradPlan.Suits<double>(Plane(2, 32, 32, 32, 48, 1), lanes), Is.False, "double precision");
            Assert.That(WinogradPlan.Suits<float>(Plane(1, 8, 8, 32, 48, 1), lanes), Is.False, "little work");
            Assert.That(WinogradPlan.Suits<float>(Plane(2, 32, 32, 31, 48, 1), lanes), Is.False, "channels that fill no vectors");
            Assert.That(WinogradPlan.Suits<float>(Plane(1, 16, 16, 256, 256, 1), lanes), Is.False, "few tiles for a large kernel");
            var strided = ConvGeometry.Create(4, [64, 64], [3, 3], [2, 2], [1, 1], [1, 1], [1, 1], 32, 48);
            Assert.That(WinogradPlan.Suits<float>(strided, lanes), Is.False, "strides");
        });
    }

    /// <summary>Adds a number that tells where an element stands.</summary>
    private readonly struct AddPlace : IEpilogue<float>
    {
        public static float Of(int row, int column) => row + column / 1024f;

        public void Apply(float* c, int ldc, int row, int rows, int column, int columns)
        {
            for (int i = 0; i < rows; i++)
                for (int j = 0; j < columns; j++)
                    c[(long)i * ldc + j] += Of(row + i, column + j);
        }
    }

    private static (float[] X, float[] W, float[] Dy) Operands(ConvGeometry g) => (
        NaiveProduct.Real<float>(g.Batch * g.Input.Volume * g.InChannels, 1),
        NaiveProduct.Real<float>(9 * g.InChannels * g.OutChannels, 2),
        NaiveProduct.Real<float>(g.Batch * g.Output.Volume * g.OutChannels, 3));

    // Outputs start as NaN: what a kernel leaves unwritten shows.
    private static (float[] Y, float[] Dx, float[] Dw) Results(ConvGeometry g, float[] x, float[] w, float[] dy)
    {
        float[] y = Unwritten(dy.Length), dx = Unwritten(x.Length), dw = Unwritten(w.Length);
        fixed (float* px = x, pw = w, pdy = dy, py = y, pdx = dx, pdw = dw)
        {
            ConvCore.Forward(g, px, pw, py, default(NoEpilogue<float>));
            ConvCore.InputGradient(g, pdy, pw, pdx);
            ConvCore.KernelGradient(g, px, pdy, pdw);
        }
        return (y, dx, dw);
    }

    private static float[] Unwritten(int count) => Enumerable.Repeat(float.NaN, count).ToArray();

    private static double[] Wide(float[] values) => Array.ConvertAll(values, v => (double)v);

    private static void AssertClose(float[] actual, double[] expected)
    {
        double deviation = Math.Sqrt(expected.Average(v => v * v));
        double worst = actual.Zip(expected, (a, e) => Math.Abs(a - e)).Max();
        Assert.That(worst, Is.LessThan(Bound * deviation));
    }
}
