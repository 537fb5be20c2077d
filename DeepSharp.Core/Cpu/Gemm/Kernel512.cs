using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace DeepSharp.Cpu;

/// <summary>The micro-kernel for 512-bit vectors: a tile of 12 rows by two vectors.</summary>
/// <remarks>24 sums, two vectors of B and one broadcast of A fill 27 of the 32 registers; 24 independent chains hide the latency of the
/// fused multiply-add.</remarks>
internal static unsafe class Kernel512
{
    public const int Rows = 12;

    private const int Ahead = 12;

    /// <summary>Tile of C (= or +=) A panel times B panel; see <see cref="MicroKernel{T}"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run<T>(int kc, T* a, T* b, T* c, long ldc, bool accumulate) where T : unmanaged, IFloatingPointIeee754<T> =>
        Run<T, NotAhead, IsPacked>(kc, a, b, 2 * Vector512<T>.Count, null, c, ldc, accumulate, null);

    /// <summary>The same; with each k it asks for the next line of other memory.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void RunAhead<T>(int kc, T* a, T* b, T* c, long ldc, bool accumulate, byte* ahead) where T : unmanaged, IFloatingPointIeee754<T> =>
        Run<T, LineAhead, IsPacked>(kc, a, b, 2 * Vector512<T>.Count, null, c, ldc, accumulate, ahead);

    /// <summary>The same with rows of B where they lie, which it packs on the way.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void RunPacking<T>(int kc, T* a, T* b, nint ldb, T* packed, T* c, long ldc, bool accumulate) where T : unmanaged, IFloatingPointIeee754<T> =>
        Run<T, NotAhead, IsPacking>(kc, a, b, ldb, packed, c, ldc, accumulate, null);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Run<T, TAhead, TRight>(int kc, T* a, T* b, nint ldb, T* packed, T* c, long ldc, bool accumulate, byte* ahead)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TAhead : struct, IAhead
        where TRight : struct, IRightRows
    {
        Vector512<T> c00 = default, c01 = default;
        Vector512<T> c10 = default, c11 = default;
        Vector512<T> c20 = default, c21 = default;
        Vector512<T> c30 = default, c31 = default;
        Vector512<T> c40 = default, c41 = default;
        Vector512<T> c50 = default, c51 = default;
        Vector512<T> c60 = default, c61 = default;
        Vector512<T> c70 = default, c71 = default;
        Vector512<T> c80 = default, c81 = default;
        Vector512<T> c90 = default, c91 = default;
        Vector512<T> c100 = default, c101 = default;
        Vector512<T> c110 = default, c111 = default;
        Prefetch(c, ldc);
        for (; kc > 0; kc--)
        {
            var b0 = Vector512.Load(b);
            var b1 = Vector512.Load(b + Vector512<T>.Count);
            PrefetchAhead(b, ldb);
            TRight.Put(b0, b1, ref packed);
            TAhead.Ask(ref ahead);
            RowPair512.Add(a, b0, b1, ref c00, ref c01);
            RowPair512.Add(a + 1, b0, b1, ref c10, ref c11);
            RowPair512.Add(a + 2, b0, b1, ref c20, ref c21);
            RowPair512.Add(a + 3, b0, b1, ref c30, ref c31);
            RowPair512.Add(a + 4, b0, b1, ref c40, ref c41);
            RowPair512.Add(a + 5, b0, b1, ref c50, ref c51);
            RowPair512.Add(a + 6, b0, b1, ref c60, ref c61);
            RowPair512.Add(a + 7, b0, b1, ref c70, ref c71);
            RowPair512.Add(a + 8, b0, b1, ref c80, ref c81);
            RowPair512.Add(a + 9, b0, b1, ref c90, ref c91);
            RowPair512.Add(a + 10, b0, b1, ref c100, ref c101);
            RowPair512.Add(a + 11, b0, b1, ref c110, ref c111);
            a += Rows;
            b += ldb;
        }
        RowPair512.Store(c, c00, c01, accumulate);
        RowPair512.Store(c + ldc, c10, c11, accumulate);
        RowPair512.Store(c + 2 * ldc, c20, c21, accumulate);
        RowPair512.Store(c + 3 * ldc, c30, c31, accumulate);
        RowPair512.Store(c + 4 * ldc, c40, c41, accumulate);
        RowPair512.Store(c + 5 * ldc, c50, c51, accumulate);
        RowPair512.Store(c + 6 * ldc, c60, c61, accumulate);
        RowPair512.Store(c + 7 * ldc, c70, c71, accumulate);
        RowPair512.Store(c + 8 * ldc, c80, c81, accumulate);
        RowPair512.Store(c + 9 * ldc, c90, c91, accumulate);
        RowPair512.Store(c + 10 * ldc, c100, c101, accumulate);
        RowPair512.Store(c + 11 * ldc, c110, c111, accumulate);
    }

    // The tile of C is asked for while the sums are made: waiting for it at the end would cost more than a tenth of the time.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Prefetch<T>(T* c, long ldc) where T : unmanaged
    {
        if (!Sse.IsSupported) return;
        for (int i = 0; i < Rows; i++, c += ldc)
        {
            Sse.Prefetch0(c);
            Sse.Prefetch0(c + Vector512<T>.Count);
        }
    }

    // The panels of B come from the second-level cache: asked for some iterations early, they are there in time.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void PrefetchAhead<T>(T* b, nint ldb) where T : unmanaged
    {
        if (!Sse.IsSupported) return;
        Sse.Prefetch0(b + Ahead * ldb);
        Sse.Prefetch0(b + Ahead * ldb + Vector512<T>.Count);
    }
}
