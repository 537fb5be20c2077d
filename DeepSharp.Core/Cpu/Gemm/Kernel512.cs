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
            var v = Vector512.Create(a[0]);
            c00 = MultiplyAdd.Run(v, b0, c00);
            c01 = MultiplyAdd.Run(v, b1, c01);
            v = Vector512.Create(a[1]);
            c10 = MultiplyAdd.Run(v, b0, c10);
            c11 = MultiplyAdd.Run(v, b1, c11);
            v = Vector512.Create(a[2]);
            c20 = MultiplyAdd.Run(v, b0, c20);
            c21 = MultiplyAdd.Run(v, b1, c21);
            v = Vector512.Create(a[3]);
            c30 = MultiplyAdd.Run(v, b0, c30);
            c31 = MultiplyAdd.Run(v, b1, c31);
            v = Vector512.Create(a[4]);
            c40 = MultiplyAdd.Run(v, b0, c40);
            c41 = MultiplyAdd.Run(v, b1, c41);
            v = Vector512.Create(a[5]);
            c50 = MultiplyAdd.Run(v, b0, c50);
            c51 = MultiplyAdd.Run(v, b1, c51);
            v = Vector512.Create(a[6]);
            c60 = MultiplyAdd.Run(v, b0, c60);
            c61 = MultiplyAdd.Run(v, b1, c61);
            v = Vector512.Create(a[7]);
            c70 = MultiplyAdd.Run(v, b0, c70);
            c71 = MultiplyAdd.Run(v, b1, c71);
            v = Vector512.Create(a[8]);
            c80 = MultiplyAdd.Run(v, b0, c80);
            c81 = MultiplyAdd.Run(v, b1, c81);
            v = Vector512.Create(a[9]);
            c90 = MultiplyAdd.Run(v, b0, c90);
            c91 = MultiplyAdd.Run(v, b1, c91);
            v = Vector512.Create(a[10]);
            c100 = MultiplyAdd.Run(v, b0, c100);
            c101 = MultiplyAdd.Run(v, b1, c101);
            v = Vector512.Create(a[11]);
            c110 = MultiplyAdd.Run(v, b0, c110);
            c111 = MultiplyAdd.Run(v, b1, c111);
            a += Rows;
            b += ldb;
        }
        Store(c, c00, c01, accumulate);
        Store(c + ldc, c10, c11, accumulate);
        Store(c + 2 * ldc, c20, c21, accumulate);
        Store(c + 3 * ldc, c30, c31, accumulate);
        Store(c + 4 * ldc, c40, c41, accumulate);
        Store(c + 5 * ldc, c50, c51, accumulate);
        Store(c + 6 * ldc, c60, c61, accumulate);
        Store(c + 7 * ldc, c70, c71, accumulate);
        Store(c + 8 * ldc, c80, c81, accumulate);
        Store(c + 9 * ldc, c90, c91, accumulate);
        Store(c + 10 * ldc, c100, c101, accumulate);
        Store(c + 11 * ldc, c110, c111, accumulate);
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

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store<T>(T* c, Vector512<T> left, Vector512<T> right, bool accumulate) where T : unmanaged
    {
        if (accumulate)
        {
            left += Vector512.Load(c);
            right += Vector512.Load(c + Vector512<T>.Count);
        }
        left.Store(c);
        right.Store(c + Vector512<T>.Count);
    }
}
