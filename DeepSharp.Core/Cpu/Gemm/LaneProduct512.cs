using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace DeepSharp.Cpu;

/// <summary>The rows of a <see cref="LaneProduct"/> that fill tiles, with vectors of 512 bits.</summary>
internal static unsafe class LaneProduct512
{
    private const int Long = 12, Short = 8;

    /// <summary>Computes as many of the first rows of C as tiles of twelve and of eight cover; see <see cref="LaneProduct.Run"/>.</summary>
    /// <returns>How many.</returns>
    public static int Run<T>(int rows, int k, T* a, nint ars, nint acs, T* b, nint ldb, T* c, nint ldc, bool add) where T : unmanaged
    {
        int i = 0;
        // Thirteen to sixteen rows are two tiles of eight.
        for (; rows - i is Long or > 2 * Short; i += Long) Twelve(k, a + i * ars, ars, acs, b, ldb, c + i * ldc, ldc, add);
        for (; i <= rows - Short; i += Short) Eight(k, a + i * ars, ars, acs, b, ldb, c + i * ldc, ldc, add);
        return i;
    }

    private static void Twelve<T>(int k, T* a, nint ars, nint acs, T* b, nint ldb, T* c, nint ldc, bool add) where T : unmanaged
    {
        nint none = 0;
        var tile = new GroupTile<T>
        {
            A0 = a,
            A1 = a + 3 * ars,
            A2 = a + 6 * ars,
            A3 = a + 9 * ars,
            RowStep = ars,
            KStep = acs,
            RunOffsets = &none,
            Runs = 1,
            Length = k,
            B = b,
            BStep = ldb,
            C0 = c,
            C1 = c + 3 * ldc,
            C2 = c + 6 * ldc,
            C3 = c + 9 * ldc,
            Ldc = ldc,
            Accumulate = add,
        };
        GroupKernel512.Run(&tile);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Eight<T>(int k, T* a, nint ars, nint acs, T* b, nint ldb, T* c, nint ldc, bool add) where T : unmanaged
    {
        Vector512<T> c0a = default, c0b = default, c1a = default, c1b = default, c2a = default, c2b = default, c3a = default, c3b = default;
        Vector512<T> c4a = default, c4b = default, c5a = default, c5b = default, c6a = default, c6b = default, c7a = default, c7b = default;
        T* a3 = a + 3 * ars, a6 = a + 6 * ars;
        for (; k > 0; k--)
        {
            var left = Vector512.Load(b);
            var right = Vector512.Load(b + Vector512<T>.Count);
            RowPair512.Add(a, left, right, ref c0a, ref c0b);
            RowPair512.Add(a + ars, left, right, ref c1a, ref c1b);
            RowPair512.Add(a + 2 * ars, left, right, ref c2a, ref c2b);
            RowPair512.Add(a3, left, right, ref c3a, ref c3b);
            RowPair512.Add(a3 + ars, left, right, ref c4a, ref c4b);
            RowPair512.Add(a3 + 2 * ars, left, right, ref c5a, ref c5b);
            RowPair512.Add(a6, left, right, ref c6a, ref c6b);
            RowPair512.Add(a6 + ars, left, right, ref c7a, ref c7b);
            a += acs;
            a3 += acs;
            a6 += acs;
            b += ldb;
        }
        RowPair512.Store(c, c0a, c0b, add);
        RowPair512.Store(c + ldc, c1a, c1b, add);
        RowPair512.Store(c + 2 * ldc, c2a, c2b, add);
        RowPair512.Store(c + 3 * ldc, c3a, c3b, add);
        RowPair512.Store(c + 4 * ldc, c4a, c4b, add);
        RowPair512.Store(c + 5 * ldc, c5a, c5b, add);
        RowPair512.Store(c + 6 * ldc, c6a, c6b, add);
        RowPair512.Store(c + 7 * ldc, c7a, c7b, add);
    }
}
