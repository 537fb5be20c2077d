using System.Runtime.CompilerServices;

namespace DeepSharp.Cpu;

/// <summary>The sums of a <see cref="GroupTile{T}"/> one vector of any width wide.</summary>
/// <remarks>12 sums, a vector of B and a broadcast of A fit 16 registers. For 512 bits there is a text of its own, which the compiler does better by.</remarks>
internal static unsafe class GroupKernelLanes
{
    /// <summary>Writes (or adds to) the tile; see <see cref="GroupTile{T}"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run<T, V>(GroupTile<T>* tile) where T : unmanaged where V : struct, ILane<V, T>
    {
        V c0 = V.Splat(default), c1 = V.Splat(default), c2 = V.Splat(default);
        V c3 = V.Splat(default), c4 = V.Splat(default), c5 = V.Splat(default);
        V c6 = V.Splat(default), c7 = V.Splat(default), c8 = V.Splat(default);
        V c9 = V.Splat(default), c10 = V.Splat(default), c11 = V.Splat(default);
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
                V u = V.Load(b);
                V x = V.Splat(p[0]);
                c0 = V.FusedMultiplyAdd(x, u, c0);
                x = V.Splat(p[row]);
                c1 = V.FusedMultiplyAdd(x, u, c1);
                x = V.Splat(p[row2]);
                c2 = V.FusedMultiplyAdd(x, u, c2);
                x = V.Splat(q[0]);
                c3 = V.FusedMultiplyAdd(x, u, c3);
                x = V.Splat(q[row]);
                c4 = V.FusedMultiplyAdd(x, u, c4);
                x = V.Splat(q[row2]);
                c5 = V.FusedMultiplyAdd(x, u, c5);
                x = V.Splat(r[0]);
                c6 = V.FusedMultiplyAdd(x, u, c6);
                x = V.Splat(r[row]);
                c7 = V.FusedMultiplyAdd(x, u, c7);
                x = V.Splat(r[row2]);
                c8 = V.FusedMultiplyAdd(x, u, c8);
                x = V.Splat(s[0]);
                c9 = V.FusedMultiplyAdd(x, u, c9);
                x = V.Splat(s[row]);
                c10 = V.FusedMultiplyAdd(x, u, c10);
                x = V.Splat(s[row2]);
                c11 = V.FusedMultiplyAdd(x, u, c11);
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
    private static void Store<T, V>(T* c, V sum, bool add) where T : unmanaged where V : struct, ILane<V, T> =>
        (add ? sum + V.Load(c) : sum).Store(c);
}
