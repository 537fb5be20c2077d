using System.Runtime.CompilerServices;

namespace DeepSharp.Cpu;

/// <summary>
/// Products of a matrix read where it lies and one whose rows are two registers wide: <c>C[i] (= or +=) Σ a[i, p] · B[p]</c>. Each element is
/// one chain of multiply-adds in the order of p. Nothing is packed, which is what small products need.
/// </summary>
internal static unsafe class LaneProduct
{
    /// <summary>Columns of two registers of a width.</summary>
    public static int Columns<T>(LaneWidth width) where T : unmanaged => 2 * Math.Max(1, (int)width / 8 / sizeof(T));

    /// <summary>Computes <paramref name="rows"/> rows of C.</summary>
    /// <param name="rows">Rows of A and C.</param>
    /// <param name="k">Columns of A, rows of B.</param>
    /// <param name="a">Element (i, p) of A stands at <c>i * ars + p * acs</c>.</param>
    /// <param name="ars">Row stride of A.</param>
    /// <param name="acs">Column stride of A.</param>
    /// <param name="b">Rows of two registers.</param>
    /// <param name="ldb">Row stride of B.</param>
    /// <param name="c">Rows of two registers.</param>
    /// <param name="ldc">Row stride of C.</param>
    /// <param name="add">Adds to C instead of overwriting it.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run<V, T>(int rows, int k, T* a, long ars, long acs, T* b, long ldb, T* c, long ldc, bool add)
        where V : struct, ILane<V, T> where T : unmanaged
    {
        int i = 0;
        if (V.Count * sizeof(T) == 64) i = LaneProduct512.Run(rows, k, a, (nint)ars, (nint)acs, b, (nint)ldb, c, (nint)ldc, add);
        for (; i <= rows - 4; i += 4) Four<V, T>(k, a + i * ars, ars, acs, b, ldb, c + i * ldc, ldc, add);
        for (; i < rows; i++) One<V, T>(k, a + i * ars, acs, b, ldb, c + i * ldc, add);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Four<V, T>(int k, T* a, long ars, long acs, T* b, long ldb, T* c, long ldc, bool add)
        where V : struct, ILane<V, T> where T : unmanaged
    {
        V c00 = V.Of(0), c01 = c00, c10 = c00, c11 = c00, c20 = c00, c21 = c00, c30 = c00, c31 = c00;
        T* a2 = a + 2 * ars;
        for (; k > 0; k--)
        {
            V b0 = V.Load(b), b1 = V.Load(b + V.Count);
            var x = V.Splat(*a);
            (c00, c01) = (V.FusedMultiplyAdd(x, b0, c00), V.FusedMultiplyAdd(x, b1, c01));
            x = V.Splat(a[ars]);
            (c10, c11) = (V.FusedMultiplyAdd(x, b0, c10), V.FusedMultiplyAdd(x, b1, c11));
            x = V.Splat(*a2);
            (c20, c21) = (V.FusedMultiplyAdd(x, b0, c20), V.FusedMultiplyAdd(x, b1, c21));
            x = V.Splat(a2[ars]);
            (c30, c31) = (V.FusedMultiplyAdd(x, b0, c30), V.FusedMultiplyAdd(x, b1, c31));
            a += acs;
            a2 += acs;
            b += ldb;
        }
        Store<V, T>(c, c00, c01, add);
        Store<V, T>(c += ldc, c10, c11, add);
        Store<V, T>(c += ldc, c20, c21, add);
        Store<V, T>(c + ldc, c30, c31, add);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void One<V, T>(int k, T* a, long acs, T* b, long ldb, T* c, bool add) where V : struct, ILane<V, T> where T : unmanaged
    {
        V c0 = V.Of(0), c1 = c0;
        for (; k > 0; k--, a += acs, b += ldb)
        {
            var x = V.Splat(*a);
            (c0, c1) = (V.FusedMultiplyAdd(x, V.Load(b), c0), V.FusedMultiplyAdd(x, V.Load(b + V.Count), c1));
        }
        Store<V, T>(c, c0, c1, add);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store<V, T>(T* c, V left, V right, bool add) where V : struct, ILane<V, T> where T : unmanaged
    {
        if (add) (left, right) = (left + V.Load(c), right + V.Load(c + V.Count));
        left.Store(c);
        right.Store(c + V.Count);
    }
}
