using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace DeepSharp.Cpu;

/// <summary>The micro-kernel for the last columns of a product that fill one 512-bit vector only: a tile of 12 rows by one vector.</summary>
/// <remarks>The panel of A is that of <see cref="Kernel512"/>; the panel of B is one vector wide, so that nothing is multiplied in vain.</remarks>
internal static unsafe class Kernel512Narrow
{
    /// <summary>Tile of C (= or +=) A panel times B panel; see <see cref="MicroKernel{T}"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run<T>(int kc, T* a, T* b, T* c, long ldc, bool accumulate) where T : unmanaged, IFloatingPointIeee754<T>
    {
        Vector512<T> c0 = default, c1 = default, c2 = default, c3 = default, c4 = default, c5 = default;
        Vector512<T> c6 = default, c7 = default, c8 = default, c9 = default, c10 = default, c11 = default;
        for (; kc > 0; kc--)
        {
            var v = Vector512.Load(b);
            c0 = MultiplyAdd.Run(Vector512.Create(a[0]), v, c0);
            c1 = MultiplyAdd.Run(Vector512.Create(a[1]), v, c1);
            c2 = MultiplyAdd.Run(Vector512.Create(a[2]), v, c2);
            c3 = MultiplyAdd.Run(Vector512.Create(a[3]), v, c3);
            c4 = MultiplyAdd.Run(Vector512.Create(a[4]), v, c4);
            c5 = MultiplyAdd.Run(Vector512.Create(a[5]), v, c5);
            c6 = MultiplyAdd.Run(Vector512.Create(a[6]), v, c6);
            c7 = MultiplyAdd.Run(Vector512.Create(a[7]), v, c7);
            c8 = MultiplyAdd.Run(Vector512.Create(a[8]), v, c8);
            c9 = MultiplyAdd.Run(Vector512.Create(a[9]), v, c9);
            c10 = MultiplyAdd.Run(Vector512.Create(a[10]), v, c10);
            c11 = MultiplyAdd.Run(Vector512.Create(a[11]), v, c11);
            a += Kernel512.Rows;
            b += Vector512<T>.Count;
        }
        Store(c, c0, accumulate);
        Store(c + ldc, c1, accumulate);
        Store(c + 2 * ldc, c2, accumulate);
        Store(c + 3 * ldc, c3, accumulate);
        Store(c + 4 * ldc, c4, accumulate);
        Store(c + 5 * ldc, c5, accumulate);
        Store(c + 6 * ldc, c6, accumulate);
        Store(c + 7 * ldc, c7, accumulate);
        Store(c + 8 * ldc, c8, accumulate);
        Store(c + 9 * ldc, c9, accumulate);
        Store(c + 10 * ldc, c10, accumulate);
        Store(c + 11 * ldc, c11, accumulate);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store<T>(T* c, Vector512<T> sum, bool accumulate) where T : unmanaged =>
        (accumulate ? sum + Vector512.Load(c) : sum).Store(c);
}
