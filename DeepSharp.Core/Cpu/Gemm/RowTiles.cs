using System.Numerics;
using System.Runtime.CompilerServices;

namespace DeepSharp.Cpu;

/// <summary>
/// Some rows of a plain matrix times one panel of a <see cref="PackedMatrix{T}"/>, two registers wide: the product for few rows, which are read as
/// they lie. Every element is one chain of multiply-adds in the order of k, so that its value does not depend on how rows are grouped.
/// </summary>
/// <remarks>
/// Eight rows make 16 sums; with the two registers of the panel and one broadcast they need more than 16 registers, so narrower vectors, whose
/// processors have no more, take four rows. A broadcast is a load: ten for sixteen multiply-adds, so that these set the pace.
/// </remarks>
internal static unsafe class RowTiles
{
    private const int WidestRegister = 64;

    /// <summary>Columns of a panel for a register width.</summary>
    public static int Columns<T>(LaneWidth width) where T : unmanaged => 2 * Math.Max(1, (int)width / 8 / sizeof(T));

    /// <summary>C (= or +=) A times the panel; whole registers of C are written.</summary>
    /// <param name="rows">Rows of A and C.</param>
    /// <param name="k">Columns of A, rows of the panel.</param>
    /// <param name="a">The first element of A.</param>
    /// <param name="lda">Distance between rows of A.</param>
    /// <param name="b">The panel.</param>
    /// <param name="c">The first element of C.</param>
    /// <param name="ldc">Distance between rows of C.</param>
    /// <param name="accumulate">True adds to C, false overwrites it.</param>
    public static void Run<V, T>(int rows, int k, T* a, long lda, T* b, T* c, long ldc, bool accumulate)
        where V : struct, ILane<V, T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (V.Count * sizeof(T) == WidestRegister)
            for (; rows >= 8; rows -= 8, a += 8 * lda, c += 8 * ldc) Eight<V, T>(k, a, lda, b, c, ldc, accumulate);
        for (; rows >= 4; rows -= 4, a += 4 * lda, c += 4 * ldc) Four<V, T>(k, a, lda, b, c, ldc, accumulate);
        for (; rows > 0; rows--, a += lda, c += ldc) One<V, T>(k, a, b, c, accumulate);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Eight<V, T>(int k, T* a, long lda, T* b, T* c, long ldc, bool accumulate)
        where V : struct, ILane<V, T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        V zero = V.Splat(T.Zero);
        V c00 = zero, c01 = zero, c10 = zero, c11 = zero, c20 = zero, c21 = zero, c30 = zero, c31 = zero;
        V c40 = zero, c41 = zero, c50 = zero, c51 = zero, c60 = zero, c61 = zero, c70 = zero, c71 = zero;
        T* a1 = a + lda, a2 = a1 + lda, a3 = a2 + lda, a4 = a3 + lda, a5 = a4 + lda, a6 = a5 + lda, a7 = a6 + lda;
        for (nint p = 0; p < k; p++, b += 2 * V.Count)
        {
            V b0 = V.Load(b), b1 = V.Load(b + V.Count);
            var v = V.Splat(a[p]);
            (c00, c01) = (V.FusedMultiplyAdd(v, b0, c00), V.FusedMultiplyAdd(v, b1, c01));
            v = V.Splat(a1[p]);
            (c10, c11) = (V.FusedMultiplyAdd(v, b0, c10), V.FusedMultiplyAdd(v, b1, c11));
            v = V.Splat(a2[p]);
            (c20, c21) = (V.FusedMultiplyAdd(v, b0, c20), V.FusedMultiplyAdd(v, b1, c21));
            v = V.Splat(a3[p]);
            (c30, c31) = (V.FusedMultiplyAdd(v, b0, c30), V.FusedMultiplyAdd(v, b1, c31));
            v = V.Splat(a4[p]);
            (c40, c41) = (V.FusedMultiplyAdd(v, b0, c40), V.FusedMultiplyAdd(v, b1, c41));
            v = V.Splat(a5[p]);
            (c50, c51) = (V.FusedMultiplyAdd(v, b0, c50), V.FusedMultiplyAdd(v, b1, c51));
            v = V.Splat(a6[p]);
            (c60, c61) = (V.FusedMultiplyAdd(v, b0, c60), V.FusedMultiplyAdd(v, b1, c61));
            v = V.Splat(a7[p]);
            (c70, c71) = (V.FusedMultiplyAdd(v, b0, c70), V.FusedMultiplyAdd(v, b1, c71));
        }
        Store<V, T>(c, c00, c01, accumulate);
        Store<V, T>(c + ldc, c10, c11, accumulate);
        Store<V, T>(c + 2 * ldc, c20, c21, accumulate);
        Store<V, T>(c + 3 * ldc, c30, c31, accumulate);
        Store<V, T>(c + 4 * ldc, c40, c41, accumulate);
        Store<V, T>(c + 5 * ldc, c50, c51, accumulate);
        Store<V, T>(c + 6 * ldc, c60, c61, accumulate);
        Store<V, T>(c + 7 * ldc, c70, c71, accumulate);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Four<V, T>(int k, T* a, long lda, T* b, T* c, long ldc, bool accumulate)
        where V : struct, ILane<V, T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        V zero = V.Splat(T.Zero);
        V c00 = zero, c01 = zero, c10 = zero, c11 = zero, c20 = zero, c21 = zero, c30 = zero, c31 = zero;
        T* a1 = a + lda, a2 = a1 + lda, a3 = a2 + lda;
        for (nint p = 0; p < k; p++, b += 2 * V.Count)
        {
            V b0 = V.Load(b), b1 = V.Load(b + V.Count);
            var v = V.Splat(a[p]);
            (c00, c01) = (V.FusedMultiplyAdd(v, b0, c00), V.FusedMultiplyAdd(v, b1, c01));
            v = V.Splat(a1[p]);
            (c10, c11) = (V.FusedMultiplyAdd(v, b0, c10), V.FusedMultiplyAdd(v, b1, c11));
            v = V.Splat(a2[p]);
            (c20, c21) = (V.FusedMultiplyAdd(v, b0, c20), V.FusedMultiplyAdd(v, b1, c21));
            v = V.Splat(a3[p]);
            (c30, c31) = (V.FusedMultiplyAdd(v, b0, c30), V.FusedMultiplyAdd(v, b1, c31));
        }
        Store<V, T>(c, c00, c01, accumulate);
        Store<V, T>(c + ldc, c10, c11, accumulate);
        Store<V, T>(c + 2 * ldc, c20, c21, accumulate);
        Store<V, T>(c + 3 * ldc, c30, c31, accumulate);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void One<V, T>(int k, T* a, T* b, T* c, bool accumulate)
        where V : struct, ILane<V, T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        V zero = V.Splat(T.Zero), c0 = zero, c1 = zero;
        for (nint p = 0; p < k; p++, b += 2 * V.Count)
        {
            var v = V.Splat(a[p]);
            (c0, c1) = (V.FusedMultiplyAdd(v, V.Load(b), c0), V.FusedMultiplyAdd(v, V.Load(b + V.Count), c1));
        }
        Store<V, T>(c, c0, c1, accumulate);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store<V, T>(T* c, V left, V right, bool accumulate) where V : struct, ILane<V, T> where T : unmanaged
    {
        if (accumulate) (left, right) = (left + V.Load(c), right + V.Load(c + V.Count));
        left.Store(c);
        right.Store(c + V.Count);
    }
}
