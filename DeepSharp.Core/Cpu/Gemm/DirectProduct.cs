using System.Numerics;
using System.Runtime.CompilerServices;

namespace DeepSharp.Cpu;

/// <summary>
/// Products not worth packing: tiny ones, and few rows times a row-major B, which is read once anyhow. Rows of B are added to the rows of C
/// four at a time; every element sums in the order of k.
/// </summary>
internal readonly unsafe struct DirectProduct<T, TE>(
    int m, int k, T* a, long ars, long acs, T* b, long brs, T* c, int ldc, bool accumulate, TE epilogue) : IParallelBody
    where T : unmanaged, IFloatingPointIeee754<T>
    where TE : struct, IEpilogue<T>
{
    private const int MaxRows = 4;
    private const long MaxWork = 8192;

    // Columns handled together: with four rows of C they fill half of the first-level cache.
    private const int ColumnBlock = 1024;

    /// <summary>True where this path serves: B row-major and either few rows or little work. Depends on the shape only.</summary>
    public static bool Suits(int m, int n, int k, long bcs) => bcs == 1 && (m <= MaxRows || (long)m * n * k <= MaxWork);

    /// <summary>Shares out the columns of C.</summary>
    public static void Share(int n, DirectProduct<T, TE> product, long work)
    {
        int tasks = Blocking.Tasks(work);
        if (tasks == 1)
            product.Run(0, n);
        else
            CpuPool.For(n, Math.Max(64, n / tasks), ref product);
    }

    /// <summary>Computes columns <paramref name="start"/> to <paramref name="end"/>.</summary>
    public void Run(int start, int end)
    {
        for (int column = start; column < end; column += ColumnBlock)
        {
            int columns = Math.Min(ColumnBlock, end - column);
            Columns(column, columns);
            epilogue.Apply(c + column, ldc, 0, m, column, columns);
        }
    }

    private void Columns(int column, int columns)
    {
        if (!accumulate)
        {
            for (int i = 0; i < m; i++)
                new Span<T>(c + (long)i * ldc + column, columns).Clear();
        }
        int p = 0;
        for (; p <= k - 4; p += 4)
        {
            for (int i = 0; i < m; i++)
            {
                T* x = a + i * ars + p * acs;
                AddFour(c + (long)i * ldc + column, b + p * brs + column, brs, x[0], x[acs], x[2 * acs], x[3 * acs], columns);
            }
        }
        for (; p < k; p++)
        {
            for (int i = 0; i < m; i++)
                AddOne(c + (long)i * ldc + column, b + p * brs + column, a[i * ars + p * acs], columns);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void AddFour(T* y, T* b, long brs, T a0, T a1, T a2, T a3, int columns)
    {
        T* b1 = b + brs, b2 = b1 + brs, b3 = b2 + brs;
        Vector<T> v0 = new(a0), v1 = new(a1), v2 = new(a2), v3 = new(a3);
        int j = 0;
        for (; j <= columns - Vector<T>.Count; j += Vector<T>.Count)
        {
            var sum = MultiplyAdd.Run(v0, Vector.Load(b + j), Vector.Load(y + j));
            sum = MultiplyAdd.Run(v1, Vector.Load(b1 + j), sum);
            sum = MultiplyAdd.Run(v2, Vector.Load(b2 + j), sum);
            Vector.Store(MultiplyAdd.Run(v3, Vector.Load(b3 + j), sum), y + j);
        }
        for (; j < columns; j++)
        {
            T sum = T.MultiplyAddEstimate(a0, b[j], y[j]);
            sum = T.MultiplyAddEstimate(a1, b1[j], sum);
            sum = T.MultiplyAddEstimate(a2, b2[j], sum);
            y[j] = T.MultiplyAddEstimate(a3, b3[j], sum);
        }
    }

    private static void AddOne(T* y, T* b, T a, int columns)
    {
        var v = new Vector<T>(a);
        int j = 0;
        for (; j <= columns - Vector<T>.Count; j += Vector<T>.Count)
            Vector.Store(MultiplyAdd.Run(v, Vector.Load(b + j), Vector.Load(y + j)), y + j);
        for (; j < columns; j++)
            y[j] = T.MultiplyAddEstimate(a, b[j], y[j]);
    }
}
