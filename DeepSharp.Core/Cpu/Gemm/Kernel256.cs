using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace DeepSharp.Cpu;

/// <summary>The micro-kernel for 256-bit vectors: a tile of 6 rows by two vectors.</summary>
/// <remarks>12 sums, two vectors of B and one broadcast of A fill 15 of the 16 registers; 12 independent chains hide the latency of the
/// fused multiply-add.</remarks>
internal static unsafe class Kernel256
{
    public const int Rows = 6;

    /// <summary>Tile of C (= or +=) A panel times B panel; see <see cref="MicroKernel{T}"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run<T>(int kc, T* a, T* b, T* c, long ldc, bool accumulate) where T : unmanaged, IFloatingPointIeee754<T>
    {
        Vector256<T> c00 = default, c01 = default;
        Vector256<T> c10 = default, c11 = default;
        Vector256<T> c20 = default, c21 = default;
        Vector256<T> c30 = default, c31 = default;
        Vector256<T> c40 = default, c41 = default;
        Vector256<T> c50 = default, c51 = default;
        for (; kc > 0; kc--)
        {
            var b0 = Vector256.Load(b);
            var b1 = Vector256.Load(b + Vector256<T>.Count);
            var v = Vector256.Create(a[0]);
            c00 = MultiplyAdd.Run(v, b0, c00);
            c01 = MultiplyAdd.Run(v, b1, c01);
            v = Vector256.Create(a[1]);
            c10 = MultiplyAdd.Run(v, b0, c10);
            c11 = MultiplyAdd.Run(v, b1, c11);
            v = Vector256.Create(a[2]);
            c20 = MultiplyAdd.Run(v, b0, c20);
            c21 = MultiplyAdd.Run(v, b1, c21);
            v = Vector256.Create(a[3]);
            c30 = MultiplyAdd.Run(v, b0, c30);
            c31 = MultiplyAdd.Run(v, b1, c31);
            v = Vector256.Create(a[4]);
            c40 = MultiplyAdd.Run(v, b0, c40);
            c41 = MultiplyAdd.Run(v, b1, c41);
            v = Vector256.Create(a[5]);
            c50 = MultiplyAdd.Run(v, b0, c50);
            c51 = MultiplyAdd.Run(v, b1, c51);
            a += Rows;
            b += 2 * Vector256<T>.Count;
        }
        Store(c, c00, c01, accumulate);
        Store(c + ldc, c10, c11, accumulate);
        Store(c + 2 * ldc, c20, c21, accumulate);
        Store(c + 3 * ldc, c30, c31, accumulate);
        Store(c + 4 * ldc, c40, c41, accumulate);
        Store(c + 5 * ldc, c50, c51, accumulate);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store<T>(T* c, Vector256<T> left, Vector256<T> right, bool accumulate) where T : unmanaged
    {
        if (accumulate)
        {
            left += Vector256.Load(c);
            right += Vector256.Load(c + Vector256<T>.Count);
        }
        left.Store(c);
        right.Store(c + Vector256<T>.Count);
    }
}
