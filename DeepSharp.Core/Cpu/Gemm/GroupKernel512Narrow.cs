using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace DeepSharp.Cpu;

/// <summary>The sums of a <see cref="GroupTile{T}"/> one 512-bit vector wide: for few columns, and the last ones.</summary>
internal static unsafe class GroupKernel512Narrow
{
    /// <summary>Writes (or adds to) the tile; see <see cref="GroupTile{T}"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run<T>(GroupTile<T>* tile) where T : unmanaged, IFloatingPointIeee754<T>
    {
        Vector512<T> c0 = default, c1 = default, c2 = default;
        Vector512<T> c3 = default, c4 = default, c5 = default;
        Vector512<T> c6 = default, c7 = default, c8 = default;
        Vector512<T> c9 = default, c10 = default, c11 = default;
        T* b = tile->B;
        nint row = tile->RowStep, row2 = 2 * row, kStep = tile->KStep, bStep = tile->BStep;
        nint aheadStep = tile->AheadStep;
        byte* asked = aheadStep == 0 ? (byte*)b : tile->Ahead;
        for (int run = 0; run < tile->Runs; run++)
        {
            nint offset = tile->RunOffsets[run];
            T* p = tile->A0 + offset, q = tile->A1 + offset, r = tile->A2 + offset, s = tile->A3 + offset;
            for (int k = tile->Length; k > 0; k--)
            {
                CacheLines.Ask(asked);
                asked += aheadStep;
                var u = Vector512.Load(b);
                var x = Vector512.Create(p[0]);
                c0 = MultiplyAdd.Run(x, u, c0);
                x = Vector512.Create(p[row]);
                c1 = MultiplyAdd.Run(x, u, c1);
                x = Vector512.Create(p[row2]);
                c2 = MultiplyAdd.Run(x, u, c2);
                x = Vector512.Create(q[0]);
                c3 = MultiplyAdd.Run(x, u, c3);
                x = Vector512.Create(q[row]);
                c4 = MultiplyAdd.Run(x, u, c4);
                x = Vector512.Create(q[row2]);
                c5 = MultiplyAdd.Run(x, u, c5);
                x = Vector512.Create(r[0]);
                c6 = MultiplyAdd.Run(x, u, c6);
                x = Vector512.Create(r[row]);
                c7 = MultiplyAdd.Run(x, u, c7);
                x = Vector512.Create(r[row2]);
                c8 = MultiplyAdd.Run(x, u, c8);
                x = Vector512.Create(s[0]);
                c9 = MultiplyAdd.Run(x, u, c9);
                x = Vector512.Create(s[row]);
                c10 = MultiplyAdd.Run(x, u, c10);
                x = Vector512.Create(s[row2]);
                c11 = MultiplyAdd.Run(x, u, c11);
                p += kStep;
                q += kStep;
                r += kStep;
                s += kStep;
                b += bStep;
            }
        }
        nint ldc = tile->Ldc;
        bool add = tile->Accumulate;
        Store(tile->C0, c0, add);
        Store(tile->C0 + ldc, c1, add);
        Store(tile->C0 + 2 * ldc, c2, add);
        Store(tile->C1, c3, add);
        Store(tile->C1 + ldc, c4, add);
        Store(tile->C1 + 2 * ldc, c5, add);
        Store(tile->C2, c6, add);
        Store(tile->C2 + ldc, c7, add);
        Store(tile->C2 + 2 * ldc, c8, add);
        Store(tile->C3, c9, add);
        Store(tile->C3 + ldc, c10, add);
        Store(tile->C3 + 2 * ldc, c11, add);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store<T>(T* c, Vector512<T> sum, bool add) where T : unmanaged, IFloatingPointIeee754<T> =>
        (add ? sum + Vector512.Load(c) : sum).Store(c);
}
