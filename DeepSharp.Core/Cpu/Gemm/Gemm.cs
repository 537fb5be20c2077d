using System.Numerics;

namespace DeepSharp.Cpu;

/// <summary>
/// The matrix product of the CPU backend: <c>C[M, N] = epilogue(A[M, K] B[K, N] (+ C))</c> for float and double, C row-major. Results do
/// not
/// depend on the number of threads.
/// </summary>
internal static unsafe partial class Gemm
{
    /// <summary>Product of two plain matrices, given by the strides of their rows and columns; C may not overlap A or B.</summary>
    /// <param name="m">Rows of A and C.</param>
    /// <param name="n">Columns of B and C.</param>
    /// <param name="k">Columns of A, rows of B. Zero is allowed: the sum is then empty.</param>
    /// <param name="a">First element of A; element (i, p) stands at <c>i * ars + p * acs</c>.</param>
    /// <param name="ars">Row stride of A.</param>
    /// <param name="acs">Column stride of A.</param>
    /// <param name="b">First element of B; element (p, j) stands at <c>p * brs + j * bcs</c>.</param>
    /// <param name="brs">Row stride of B.</param>
    /// <param name="bcs">Column stride of B.</param>
    /// <param name="c">First element of C; element (i, j) stands at <c>i * ldc + j</c>.</param>
    /// <param name="ldc">Row stride of C, at least <paramref name="n"/>.</param>
    /// <param name="accumulate">True adds to C, false overwrites it.</param>
    public static void Run<T>(int m, int n, int k, T* a, long ars, long acs, T* b, long brs, long bcs, T* c, int ldc,
        bool accumulate = false)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        Run(m, n, k, a, ars, acs, b, brs, bcs, c, ldc, accumulate, default(NoEpilogue<T>));

    /// <summary>Product of two plain matrices with an epilogue. <paramref name="width"/> overrides the vector width, for tests; forms of B are kept
    /// where <paramref name="kept"/> says so.</summary>
    public static void Run<T, TE>(
        int m, int n, int k, T* a, long ars, long acs, T* b, long brs, long bcs, T* c, int ldc, bool accumulate, TE epilogue,
        VectorWidth? width = null, KeptOperand kept = default)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TE : struct, IEpilogue<T>
    {
        Check<T>(m, n, k, ldc);
        if (m == 0 || n == 0)
            return;
        // A width asked for by name means the kernels that have widths.
        if (width is null && TurnedProduct<T>.Suits(m, n, k, bcs))
        {
            var product = new TurnedProduct<T>(m, n, k, a, ars, acs, b, brs, bcs, c, ldc, accumulate);
            LaneDispatch.Run<T, TurnedProduct<T>>(ref product);
            epilogue.Apply(c, ldc, 0, m, 0, n);
        }
        else if (width is null && DirectProduct<T, TE>.Suits(m, n, k, bcs))
        {
            DirectProduct<T, TE>.Share(n, new(m, k, a, ars, acs, b, brs, c, ldc, accumulate, epilogue), (long)m * n * k);
        }
        else if (width is null && n == 1 && acs == 1)
        {
            MatrixVector(m, k, a, ars, b, brs, c, ldc, accumulate);
            epilogue.Apply(c, ldc, 0, m, 0, 1);
        }
        else if (width is null && m == 1 && brs == 1)
        {
            MatrixVector(n, k, b, bcs, a, acs, c, 1, accumulate);
            epilogue.Apply(c, ldc, 0, 1, 0, n);
        }
        else if (!accumulate && RowProduct<T, TE>.Suits(m, n, k, acs))
        {
            RowProduct<T, TE>.Share(m, n, k, a, (nint)ars, new MatrixPacker<T>(b, bcs, brs), c, ldc, epilogue, width, kept);
        }
        else
        {
            Run(m, n, k, new MatrixPacker<T>(a, ars, acs), new MatrixPacker<T>(b, bcs, brs), c, ldc, accumulate, epilogue, width, kept);
        }
    }

    /// <summary>Product of whatever the packers present as matrices.</summary>
    public static void Run<T, TA, TB, TE>(
        int m, int n, int k, TA packA, TB packB, T* c, int ldc, bool accumulate, TE epilogue, VectorWidth? width = null, KeptOperand kept = default)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TA : struct, IPanelPacker<T>
        where TB : struct, IPanelPacker<T>
        where TE : struct, IEpilogue<T>
    {
        Check<T>(m, n, k, ldc);
        if (m == 0 || n == 0)
            return;
        var vectors = width ?? BestVectorWidth.Value;
        int segments = SplitProduct.Segments(m, n, k);
        if (segments > 1)
        {
            SplitProduct.Run(segments, m, n, k, packA, packB, c, ldc, accumulate, epilogue, vectors);
            return;
        }
        int slices = kept.Keeps<T>((long)n * k) ? 1 : ColumnProduct.Slices(m, n, k);
        if (slices > 1 && k > 0)
        {
            ColumnProduct.Run(slices, m, n, k, packA, packB, c, ldc, accumulate, epilogue, vectors);
            return;
        }
        if (k > 0)
        {
            BlockedProduct.Run(m, n, k, packA, packB, c, ldc, accumulate, epilogue, vectors, kept);
            return;
        }
        for (int i = 0; i < m && !accumulate; i++)
            new Span<T>(c + (long)i * ldc, n).Clear();
        epilogue.Apply(c, ldc, 0, m, 0, n);
    }

    // y = M x with contiguous rows of M; a strided x is copied together first.
    private static void MatrixVector<T>(int rows, int k, T* matrix, long rowStride, T* x, long xStride, T* y, long yStride, bool accumulate)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        using var scratch = ScratchArena.Rent<T>(xStride == 1 ? 0 : k);
        if (xStride != 1)
        {
            for (int p = 0; p < k; p++)
                scratch.Pointer[p] = x[p * xStride];
            x = scratch.Pointer;
        }
        DotProducts<T>.Share(rows, k, new(k, matrix, rowStride, x, y, yStride, accumulate));
    }

    private static void Check<T>(int m, int n, int k, int ldc)
    {
        if (typeof(T) != typeof(float) && typeof(T) != typeof(double))
            throw new NotSupportedException($"Gemm multiplies float and double, not {typeof(T).Name}: convert the operands first.");
        ArgumentOutOfRangeException.ThrowIfNegative(m);
        ArgumentOutOfRangeException.ThrowIfNegative(n);
        ArgumentOutOfRangeException.ThrowIfNegative(k);
        if (ldc < n && m > 1)
            throw new ArgumentException($"Gemm needs a row stride of C of at least {n} (columns of C) but got {ldc}.", nameof(ldc));
    }
}
