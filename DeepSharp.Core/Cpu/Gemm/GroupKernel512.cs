using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace DeepSharp.Cpu;

/// <summary>The sums of a <see cref="GroupTile{T}"/> two 512-bit vectors wide.</summary>
/// <remarks>24 sums, two vectors of B and one broadcast of A fill 27 of the 32 registers; see <see cref="Kernel512"/>.</remarks>
internal static unsafe class GroupKernel512
{
    /// <summary>Writes (or adds to) the tile; see <see cref="GroupTile{T}"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run<T>(GroupTile<T>* tile) where T : unmanaged
    {
        if (tile->KStep != 1) AlongRows(tile);
        else if (tile->AheadStep == 0) Run<T, NotAhead>(tile, tile->RowStep, 1, null);
        else Run<T, LineAhead>(tile, tile->RowStep, 1, tile->Ahead);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void AlongRows<T>(GroupTile<T>* tile) where T : unmanaged
    {
        if (tile->RowStep != 1) Run<T, NotAhead>(tile, tile->RowStep, tile->KStep, null);
        else if (tile->AheadStep == 0) Run<T, NotAhead>(tile, 1, tile->KStep, null);
        else Run<T, LineAhead>(tile, 1, tile->KStep, tile->Ahead);
    }

    // Two k at a time, and a step of one among the addresses: less beside the multiply-adds, and lines of the second-level cache come in time by themselves.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Run<T, TAhead>(GroupTile<T>* tile, nint row, nint kStep, byte* ahead)
        where T : unmanaged
        where TAhead : struct, IAhead
    {
        Vector512<T> c0a = default, c0b = default, c1a = default, c1b = default, c2a = default, c2b = default;
        Vector512<T> c3a = default, c3b = default, c4a = default, c4b = default, c5a = default, c5b = default;
        Vector512<T> c6a = default, c6b = default, c7a = default, c7b = default, c8a = default, c8b = default;
        Vector512<T> c9a = default, c9b = default, c10a = default, c10b = default, c11a = default, c11b = default;
        T* b = tile->B;
        nint bStep = tile->BStep;
        for (int run = 0; run < tile->Runs; run++)
        {
            nint offset = tile->RunOffsets[run];
            T* p = tile->A0 + offset, q = tile->A1 + offset, r = tile->A2 + offset, s = tile->A3 + offset;
            int k = tile->Length;
            for (; k > 1; k -= 2)
            {
                TAhead.Ask(ref ahead);
                TAhead.Ask(ref ahead);
                Step(p, q, r, s, row, b,
                    ref c0a, ref c0b, ref c1a, ref c1b, ref c2a, ref c2b, ref c3a, ref c3b,
                    ref c4a, ref c4b, ref c5a, ref c5b, ref c6a, ref c6b, ref c7a, ref c7b,
                    ref c8a, ref c8b, ref c9a, ref c9b, ref c10a, ref c10b, ref c11a, ref c11b);
                Step(p + kStep, q + kStep, r + kStep, s + kStep, row, b + bStep,
                    ref c0a, ref c0b, ref c1a, ref c1b, ref c2a, ref c2b, ref c3a, ref c3b,
                    ref c4a, ref c4b, ref c5a, ref c5b, ref c6a, ref c6b, ref c7a, ref c7b,
                    ref c8a, ref c8b, ref c9a, ref c9b, ref c10a, ref c10b, ref c11a, ref c11b);
                p += 2 * kStep;
                q += 2 * kStep;
                r += 2 * kStep;
                s += 2 * kStep;
                b += 2 * bStep;
            }
            if (k > 0)
            {
                TAhead.Ask(ref ahead);
                Step(p, q, r, s, row, b,
                    ref c0a, ref c0b, ref c1a, ref c1b, ref c2a, ref c2b, ref c3a, ref c3b,
                    ref c4a, ref c4b, ref c5a, ref c5b, ref c6a, ref c6b, ref c7a, ref c7b,
                    ref c8a, ref c8b, ref c9a, ref c9b, ref c10a, ref c10b, ref c11a, ref c11b);
                b += bStep;
            }
        }
        nint ldc = tile->Ldc;
        bool add = tile->Accumulate;
        RowPair512.Store(tile->C0, c0a, c0b, add);
        RowPair512.Store(tile->C0 + ldc, c1a, c1b, add);
        RowPair512.Store(tile->C0 + 2 * ldc, c2a, c2b, add);
        RowPair512.Store(tile->C1, c3a, c3b, add);
        RowPair512.Store(tile->C1 + ldc, c4a, c4b, add);
        RowPair512.Store(tile->C1 + 2 * ldc, c5a, c5b, add);
        RowPair512.Store(tile->C2, c6a, c6b, add);
        RowPair512.Store(tile->C2 + ldc, c7a, c7b, add);
        RowPair512.Store(tile->C2 + 2 * ldc, c8a, c8b, add);
        RowPair512.Store(tile->C3, c9a, c9b, add);
        RowPair512.Store(tile->C3 + ldc, c10a, c10b, add);
        RowPair512.Store(tile->C3 + 2 * ldc, c11a, c11b, add);
    }

    // One k.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Step<T>(
        T* p, T* q, T* r, T* s, nint row, T* b,
        ref Vector512<T> c0a, ref Vector512<T> c0b, ref Vector512<T> c1a, ref Vector512<T> c1b,
        ref Vector512<T> c2a, ref Vector512<T> c2b, ref Vector512<T> c3a, ref Vector512<T> c3b,
        ref Vector512<T> c4a, ref Vector512<T> c4b, ref Vector512<T> c5a, ref Vector512<T> c5b,
        ref Vector512<T> c6a, ref Vector512<T> c6b, ref Vector512<T> c7a, ref Vector512<T> c7b,
        ref Vector512<T> c8a, ref Vector512<T> c8b, ref Vector512<T> c9a, ref Vector512<T> c9b,
        ref Vector512<T> c10a, ref Vector512<T> c10b, ref Vector512<T> c11a, ref Vector512<T> c11b)
        where T : unmanaged
    {
        var u = Vector512.Load(b);
        var w = Vector512.Load(b + Vector512<T>.Count);
        RowPair512.Add(p, u, w, ref c0a, ref c0b);
        RowPair512.Add(p + row, u, w, ref c1a, ref c1b);
        RowPair512.Add(p + 2 * row, u, w, ref c2a, ref c2b);
        RowPair512.Add(q, u, w, ref c3a, ref c3b);
        RowPair512.Add(q + row, u, w, ref c4a, ref c4b);
        RowPair512.Add(q + 2 * row, u, w, ref c5a, ref c5b);
        RowPair512.Add(r, u, w, ref c6a, ref c6b);
        RowPair512.Add(r + row, u, w, ref c7a, ref c7b);
        RowPair512.Add(r + 2 * row, u, w, ref c8a, ref c8b);
        RowPair512.Add(s, u, w, ref c9a, ref c9b);
        RowPair512.Add(s + row, u, w, ref c10a, ref c10b);
        RowPair512.Add(s + 2 * row, u, w, ref c11a, ref c11b);
    }
}
