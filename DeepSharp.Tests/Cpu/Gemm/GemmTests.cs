using System.Numerics;
using DeepSharp.Cpu;

namespace DeepSharp.Tests.Cpu;

[NonParallelizable]
[TestFixture(typeof(float))]
[TestFixture(typeof(double))]
public unsafe class GemmTests<T> where T : unmanaged, IFloatingPointIeee754<T>
{
    // Around the tile sizes (2, 4, 6, 8, 12, 16, 32), the blocks of rows (48, 144) and of k (256), and the paths for one row or one column.
    private static readonly (int M, int N, int K)[] s_shapes =
    [
        (1, 1, 1), (1, 1, 300), (2, 3, 4), (5, 7, 3), (6, 16, 8), (7, 17, 9), (12, 32, 16), (13, 33, 17), (11, 31, 1), (1, 70, 40),
        (70, 1, 40), (3, 300, 50), (150, 20, 33), (145, 65, 257), (29, 40, 520), (1, 513, 300), (289, 1, 257), (40, 2100, 5), (300, 97, 30),
        (9, 20, 4200), (32, 3, 16), (16, 3, 32), (33, 5, 7), (70, 15, 4), (8, 90, 9), (48, 20, 9), (49, 20, 9), (50, 33, 9), (51, 20, 9), (98, 20, 9),
        // Few rows shared out by columns, and long sums whose longer side is that of A.
        (100, 333, 300), (130, 200, 700), (13, 700, 20), (40, 21, 2100), (150, 33, 1100),
    ];

    // By name: the enum is internal, test methods are public. Null: the path the entry point chooses by itself.
    private static readonly string[] Widths = Enum.GetNames<VectorWidth>();
    private static readonly string?[] WidthsAndChosen = [null, .. Widths];

    private static VectorWidth? Parse(string? width) => width is null ? null : Enum.Parse<VectorWidth>(width);

    private struct Doubling : IEpilogue<T>
    {
        public readonly void Apply(T* c, int ldc, int row, int rows, int col, int cols)
        {
            // Adds the row and column it is told, so that a wrong position or a second visit shows.
            for (int i = 0; i < rows; i++)
                for (int j = 0; j < cols; j++)
                    c[(long)i * ldc + j] += c[(long)i * ldc + j] + T.CreateChecked((row + i) % 50 + 3 * ((col + j) % 50));
        }
    }

    private static T[] Multiply(
        (int M, int N, int K) s, bool transposeA, bool transposeB, bool accumulate, VectorWidth? width, T[] a, T[] b, T[] c, int gap = 0,
            bool epilogue = false)
    {
        var result = (T[])c.Clone();
        long ars = transposeA ? 1 : s.K, acs = transposeA ? s.M : 1, brs = transposeB ? 1 : s.N, bcs = transposeB ? s.K : 1;
        fixed (T* pa = a, pb = b, pc = result)
        {
            if (epilogue)
                Gemm.Run(s.M, s.N, s.K, pa, ars, acs, pb, brs, bcs, pc, s.N + gap, accumulate, default(Doubling), width);
            else
                Gemm.Run(s.M, s.N, s.K, pa, ars, acs, pb, brs, bcs, pc, s.N + gap, accumulate, default(NoEpilogue<T>), width);
        }
        return result;
    }

    private static void CheckShape((int M, int N, int K) s, bool transposeA, bool transposeB, bool accumulate, VectorWidth? width,
        bool epilogue)
    {
        const int gap = 3;
        int ldc = s.N + gap;
        T[] a = NaiveProduct.Whole<T>(s.M * s.K, 1), b = NaiveProduct.Whole<T>(s.K * s.N, 2), c = NaiveProduct.Whole<T>(s.M * ldc, 3);
        var expected = NaiveProduct.Run(s.M, s.N, s.K,
            (i, p) => double.CreateChecked(a[transposeA ? p * s.M + i : i * s.K + p]),
            (p, j) => double.CreateChecked(b[transposeB ? j * s.K + p : p * s.N + j]),
            accumulate ? (i, j) => double.CreateChecked(c[i * ldc + j]) : null);
        var actual = Multiply(s, transposeA, transposeB, accumulate, width, a, b, c, gap, epilogue);
        for (int i = 0; i < s.M; i++)
        {
            for (int j = 0; j < ldc; j++)
            {
                double want = j >= s.N ? double.CreateChecked(c[i * ldc + j]) : expected[i * s.N + j];
                if (epilogue && j < s.N)
                    want = 2 * want + i % 50 + 3 * (j % 50);
                if (double.CreateChecked(actual[i * ldc + j]) != want)
                    Assert.Fail($"{s} tA={transposeA} tB={transposeB} acc={accumulate} width={width}: "
                        + $"C[{i},{j}] is {actual[i * ldc + j]}, not {want}");
            }
        }
    }

    [Test]
    public void Run_EachWidth_EqualsNaiveProduct([ValueSource(nameof(Widths))] string width, [Values(1, 2)] int threads)
    {
        using var _ = new PoolThreads(threads);
        foreach (var s in s_shapes)
        {
            CheckShape(s, false, false, false, Parse(width), false);
            CheckShape(s, true, true, true, Parse(width), false);
            CheckShape(s, false, true, true, Parse(width), true);
        }
    }

    [Test]
    public void Run_ChosenPath_EqualsNaiveProduct([Values] bool transposeA, [Values] bool transposeB, [Values] bool accumulate,
        [Values] bool epilogue)
    {
        using var _ = new PoolThreads(3);
        foreach (var s in s_shapes)
            CheckShape(s, transposeA, transposeB, accumulate, null, epilogue);
    }

    [Test]
    public void Run_AnyThreadCount_GivesSameBits([ValueSource(nameof(WidthsAndChosen))] string? width)
    {
        foreach (var s in new[] { (150, 130, 700), (37, 2100, 300), (700, 20, 90), (1, 3000, 400), (3000, 1, 400), (20, 30, 9000), (100, 333, 600), (90, 40, 5000) })
        {
            T[] a = NaiveProduct.Real<T>(s.Item1 * s.Item3, 1), b = NaiveProduct.Real<T>(s.Item3 * s.Item2, 2),
                c = NaiveProduct.Real<T>(s.Item1 * s.Item2, 3);
            T[] Result(int threads)
            {
                using var _ = new PoolThreads(threads);
                return Multiply(s, false, false, true, Parse(width), a, b, c);
            }
            var one = Result(1);
            Assert.That(Result(2), Is.EqualTo(one), $"{s}, 2 threads");
            Assert.That(Result(7), Is.EqualTo(one), $"{s}, 7 threads");
        }
    }

    [Test]
    public void Run_RealNumbers_StaysWithinRounding()
    {
        var s = (M: 60, N: 50, K: 1000);
        T[] a = NaiveProduct.Real<T>(s.M * s.K, 1), b = NaiveProduct.Real<T>(s.K * s.N, 2);
        var expected = NaiveProduct.Run(s.M, s.N, s.K, (i, p) => double.CreateChecked(a[i * s.K + p]), (p, j) =>
            double.CreateChecked(b[p * s.N + j]));
        var actual = Multiply(s, false, false, false, null, a, b, new T[s.M * s.N]);
        double epsilon = typeof(T) == typeof(float) ? 1.2e-7 : 2.3e-16;
        for (int i = 0; i < actual.Length; i++)
            Assert.That(double.CreateChecked(actual[i]), Is.EqualTo(expected[i]).Within(2000 * epsilon));
    }

    [Test]
    public void Run_StridedOperands_EqualsNaiveProduct([ValueSource(nameof(WidthsAndChosen))] string? width)
    {
        // Every other row of A, every third column of B.
        const int m = 30, n = 40, k = 21;
        T[] a = NaiveProduct.Whole<T>(2 * m * 3 * k, 1), b = NaiveProduct.Whole<T>(k * 3 * n, 2), c = new T[m * n];
        fixed (T* pa = a, pb = b, pc = c)
            Gemm.Run(m, n, k, pa, 6 * k, 3, pb, 3 * n, 3, pc, n, false, default(NoEpilogue<T>), Parse(width));
        var expected = NaiveProduct.Run(m, n, k, (i, p) => double.CreateChecked(a[i * 6 * k + 3 * p]), (p, j) =>
            double.CreateChecked(b[p * 3 * n + 3 * j]));
        Assert.That(c.Select(double.CreateChecked), Is.EqualTo(expected));
    }

    [Test]
    public void Run_NoInnerDimension_ClearsOrKeepsC([Values] bool accumulate)
    {
        var c = NaiveProduct.Whole<T>(30, 3);
        var actual = Multiply((5, 6, 0), false, false, accumulate, null, [], [], c);
        Assert.That(actual, Is.EqualTo(accumulate ? c : new T[30]));
    }

    [Test]
    public void Run_BiasEpilogue_AddsBiasToEachColumn([Values(3, 80)] int m)
    {
        const int n = 301, k = 300;
        T[] a = NaiveProduct.Whole<T>(m * k, 1), b = NaiveProduct.Whole<T>(k * n, 2), bias = NaiveProduct.Whole<T>(n, 3), c = new T[m * n];
        fixed (T* pa = a, pb = b, pc = c, pbias = bias)
            Gemm.Run(m, n, k, pa, k, 1, pb, n, 1, pc, n, false, new BiasEpilogue<T>(pbias));
        var expected = NaiveProduct.Run(m, n, k, (i, p) => double.CreateChecked(a[i * k + p]), (p, j) => double.CreateChecked(b[p * n + j]),
            (_, j) => double.CreateChecked(bias[j]));
        Assert.That(c.Select(double.CreateChecked), Is.EqualTo(expected));
    }

    [TestCase(5, 9, 8, 7, 4, false), TestCase(2, 60, 50, 40, 1, true), TestCase(3, 20, 16, 24, 0, false), TestCase(40, 33, 34, 35, 2, true)]
    public void RunBatched_EqualsNaiveProductOfEach(int batch, int m, int n, int k, int bGap, bool accumulate)
    {
        // A gap of zero means one B shared by all.
        using var _ = new PoolThreads(2);
        int bStep = bGap == 0 ? 0 : k * n + bGap, cStep = m * n;
        T[] a = NaiveProduct.Whole<T>(batch * m * k, 1), b = NaiveProduct.Whole<T>(k * n + batch * bStep, 2),
            c = NaiveProduct.Whole<T>(batch * cStep, 3);
        var actual = (T[])c.Clone();
        fixed (T* pa = a, pb = b, pc = actual)
            Gemm.RunBatched(batch, m, n, k, pa, m * k, k, 1, pb, bStep, n, 1, pc, cStep, n, accumulate);
        for (int t = 0; t < batch; t++)
        {
            int at = t;
            var expected = NaiveProduct.Run(m, n, k,
                (i, p) => double.CreateChecked(a[at * m * k + i * k + p]), (p, j) => double.CreateChecked(b[at * bStep + p * n + j]),
                accumulate ? (i, j) => double.CreateChecked(c[at * cStep + i * n + j]) : null);
            Assert.That(actual.Skip(t * cStep).Take(cStep).Select(double.CreateChecked), Is.EqualTo(expected), $"batch {t}");
        }
    }

    [Test]
    public void Run_AfterWarmUp_AllocatesNothing()
    {
        using var _ = new PoolThreads(2);
        T[] a = NaiveProduct.Real<T>(200 * 200, 1), c = new T[200 * 200];
        fixed (T* pa = a, pc = c)
        {
            T* factor = pa, product = pc;
            Allocation.None(() => Gemm.Run(200, 200, 200, factor, 200, 1, factor, 200, 1, product, 200));
        }
    }

    [Test]
    public void Run_RowStrideTooSmall_Throws() =>
        Assert.That(() => Gemm.Run<T>(2, 5, 1, null, 1, 1, null, 5, 1, null, 4),
            Throws.ArgumentException.With.Message.Contains("at least 5"));
}

public unsafe class GemmTypeTests
{
    [Test]
    public void Run_Half_ThrowsWithTypeName() =>
        Assert.That(() => Gemm.Run<Half>(1, 1, 1, null, 1, 1, null, 1, 1, null, 1),
            Throws.TypeOf<NotSupportedException>().With.Message.Contains("Half"));
}
