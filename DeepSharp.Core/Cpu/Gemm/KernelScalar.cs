using System.Numerics;

namespace DeepSharp.Cpu;

/// <summary>The micro-kernel without vectors: a tile of 2 rows by 4 columns, eight sums that fit the registers of any processor.</summary>
internal static unsafe class KernelScalar
{
    public const int Rows = 2;
    public const int Columns = 4;

    /// <summary>Tile of C (= or +=) A panel times B panel; see <see cref="MicroKernel{T}"/>.</summary>
    public static void Run<T>(int kc, T* a, T* b, T* c, long ldc, bool accumulate) where T : unmanaged, IFloatingPointIeee754<T>
    {
        T c00 = T.Zero, c01 = T.Zero, c02 = T.Zero, c03 = T.Zero;
        T c10 = T.Zero, c11 = T.Zero, c12 = T.Zero, c13 = T.Zero;
        for (; kc > 0; kc--)
        {
            T u = a[0], v = a[1];
            c00 = T.MultiplyAddEstimate(u, b[0], c00);
            c01 = T.MultiplyAddEstimate(u, b[1], c01);
            c02 = T.MultiplyAddEstimate(u, b[2], c02);
            c03 = T.MultiplyAddEstimate(u, b[3], c03);
            c10 = T.MultiplyAddEstimate(v, b[0], c10);
            c11 = T.MultiplyAddEstimate(v, b[1], c11);
            c12 = T.MultiplyAddEstimate(v, b[2], c12);
            c13 = T.MultiplyAddEstimate(v, b[3], c13);
            a += Rows;
            b += Columns;
        }
        Store(c, c00, c01, c02, c03, accumulate);
        Store(c + ldc, c10, c11, c12, c13, accumulate);
    }

    private static void Store<T>(T* c, T x0, T x1, T x2, T x3, bool accumulate) where T : unmanaged, IFloatingPointIeee754<T>
    {
        c[0] = accumulate ? c[0] + x0 : x0;
        c[1] = accumulate ? c[1] + x1 : x1;
        c[2] = accumulate ? c[2] + x2 : x2;
        c[3] = accumulate ? c[3] + x3 : x3;
    }
}
