using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace DeepSharp.Cpu;

/// <summary>The rows of a <see cref="LaneProduct"/> that fill tiles, with vectors of 512 bits.</summary>
internal static unsafe class LaneProduct512
{
    private const int Short = 8;

    /// <summary>Computes as many of the first rows of C as tiles of twelve and of eight cover; see <see cref="LaneProduct.Run"/>.</summary>
    /// <returns>How many.</returns>
    public static int Run<T>(int rows, int k, T* a, nint ars, nint acs, T* b, nint ldb, T* c, nint ldc, bool add) where T : unmanaged
    {
        int i = 0;
        if (rows >= GroupTile<T>.Rows && rows > 2 * Short)
        {
            nint none = 0;
            var tile = new GroupTile<T> { RowStep = ars, KStep = acs, RunOffsets = &none, Runs = 1, Length = k, B = b, BStep = ldb, Ldc = ldc, Accumulate = add };
            for (; rows - i >= GroupTile<T>.Rows && rows - i is not (> GroupTile<T>.Rows and <= 2 * Short); i += GroupTile<T>.Rows)
            {
                T* from = a + i * ars, to = c + i * ldc;
                tile.A0 = from;
                tile.A1 = from + 3 * ars;
                tile.A2 = from + 6 * ars;
                tile.A3 = from + 9 * ars;
                tile.C0 = to;
                tile.C1 = to + 3 * ldc;
                tile.C2 = to + 6 * ldc;
                tile.C3 = to + 9 * ldc;
                GroupKernel512.Run(&tile);
            }
        }
        for (; i <= rows - Short; i += Short) Eight(k, a + i * ars, ars, acs, b, ldb, c + i * ldc, ldc, add);
        return i;
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
            Row(a, left, right, ref c0a, ref c0b);
            Row(a + ars, left, right, ref c1a, ref c1b);
            Row(a + 2 * ars, left, right, ref c2a, ref c2b);
            Row(a3, left, right, ref c3a, ref c3b);
            Row(a3 + ars, left, right, ref c4a, ref c4b);
            Row(a3 + 2 * ars, left, right, ref c5a, ref c5b);
            Row(a6, left, right, ref c6a, ref c6b);
            Row(a6 + ars, left, right, ref c7a, ref c7b);
            a += acs;
            a3 += acs;
            a6 += acs;
            b += ldb;
        }
        Store(c, c0a, c0b, add);
        Store(c + ldc, c1a, c1b, add);
        Store(c + 2 * ldc, c2a, c2b, add);
        Store(c + 3 * ldc, c3a, c3b, add);
        Store(c + 4 * ldc, c4a, c4b, add);
        Store(c + 5 * ldc, c5a, c5b, add);
        Store(c + 6 * ldc, c6a, c6b, add);
        Store(c + 7 * ldc, c7a, c7b, add);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Row<T>(T* a, Vector512<T> left, Vector512<T> right, ref Vector512<T> sumLeft, ref Vector512<T> sumRight) where T : unmanaged
    {
        var x = Vector512.Create(*a);
        sumLeft = MultiplyAdd.Run(x, left, sumLeft);
        sumRight = MultiplyAdd.Run(x, right, sumRight);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store<T>(T* c, Vector512<T> left, Vector512<T> right, bool add) where T : unmanaged
    {
        if (add)
        {
            left += Vector512.Load(c);
            right += Vector512.Load(c + Vector512<T>.Count);
        }
        left.Store(c);
        right.Store(c + Vector512<T>.Count);
    }
}
