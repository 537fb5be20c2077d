using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace DeepSharp.Cpu;

/// <summary>The sums of a <see cref="GroupTile{T}"/> two 512-bit vectors wide.</summary>
/// <remarks>24 sums, two vectors of B and one broadcast of A fill 27 of the 32 registers; see <see cref="Kernel512"/>.</remarks>
internal static unsafe class GroupKernel512
{
    // Iterations between asking for a line of B and its use.
    private const int Ahead = 12;

    /// <summary>Writes (or adds to) the tile; see <see cref="GroupTile{T}"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run<T>(GroupTile<T>* tile) where T : unmanaged, IFloatingPointIeee754<T>
    {
        Vector512<T> c0a = default, c0b = default, c1a = default, c1b = default, c2a = default, c2b = default;
        Vector512<T> c3a = default, c3b = default, c4a = default, c4b = default, c5a = default, c5b = default;
        Vector512<T> c6a = default, c6b = default, c7a = default, c7b = default, c8a = default, c8b = default;
        Vector512<T> c9a = default, c9b = default, c10a = default, c10b = default, c11a = default, c11b = default;
        T* b = tile->B;
        nint row = tile->RowStep, row2 = 2 * row, kStep = tile->KStep, bStep = tile->BStep, ahead = Ahead * bStep, aheadA = Ahead * kStep;
        nint aheadStep = tile->AheadStep;
        byte* asked = aheadStep == 0 ? (byte*)b : tile->Ahead;
        for (int run = 0; run < tile->Runs; run++)
        {
            nint offset = tile->RunOffsets[run];
            T* p = tile->A0 + offset, q = tile->A1 + offset, r = tile->A2 + offset, s = tile->A3 + offset;
            for (int k = tile->Length; k > 0; k--)
            {
                var u = Vector512.Load(b);
                var w = Vector512.Load(b + Vector512<T>.Count);
                CacheLines.Ask(asked);
                asked += aheadStep;
                if (Sse.IsSupported)
                {
                    Sse.Prefetch0(b + ahead);
                    Sse.Prefetch0(b + ahead + Vector512<T>.Count);
                    Sse.Prefetch0(p + aheadA);
                }
                var x = Vector512.Create(p[0]);
                c0a = MultiplyAdd.Run(x, u, c0a);
                c0b = MultiplyAdd.Run(x, w, c0b);
                x = Vector512.Create(p[row]);
                c1a = MultiplyAdd.Run(x, u, c1a);
                c1b = MultiplyAdd.Run(x, w, c1b);
                x = Vector512.Create(p[row2]);
                c2a = MultiplyAdd.Run(x, u, c2a);
                c2b = MultiplyAdd.Run(x, w, c2b);
                x = Vector512.Create(q[0]);
                c3a = MultiplyAdd.Run(x, u, c3a);
                c3b = MultiplyAdd.Run(x, w, c3b);
                x = Vector512.Create(q[row]);
                c4a = MultiplyAdd.Run(x, u, c4a);
                c4b = MultiplyAdd.Run(x, w, c4b);
                x = Vector512.Create(q[row2]);
                c5a = MultiplyAdd.Run(x, u, c5a);
                c5b = MultiplyAdd.Run(x, w, c5b);
                x = Vector512.Create(r[0]);
                c6a = MultiplyAdd.Run(x, u, c6a);
                c6b = MultiplyAdd.Run(x, w, c6b);
                x = Vector512.Create(r[row]);
                c7a = MultiplyAdd.Run(x, u, c7a);
                c7b = MultiplyAdd.Run(x, w, c7b);
                x = Vector512.Create(r[row2]);
                c8a = MultiplyAdd.Run(x, u, c8a);
                c8b = MultiplyAdd.Run(x, w, c8b);
                x = Vector512.Create(s[0]);
                c9a = MultiplyAdd.Run(x, u, c9a);
                c9b = MultiplyAdd.Run(x, w, c9b);
                x = Vector512.Create(s[row]);
                c10a = MultiplyAdd.Run(x, u, c10a);
                c10b = MultiplyAdd.Run(x, w, c10b);
                x = Vector512.Create(s[row2]);
                c11a = MultiplyAdd.Run(x, u, c11a);
                c11b = MultiplyAdd.Run(x, w, c11b);
                p += kStep;
                q += kStep;
                r += kStep;
                s += kStep;
                b += bStep;
            }
        }
        nint ldc = tile->Ldc;
        bool add = tile->Accumulate;
        Store(tile->C0, c0a, c0b, add);
        Store(tile->C0 + ldc, c1a, c1b, add);
        Store(tile->C0 + 2 * ldc, c2a, c2b, add);
        Store(tile->C1, c3a, c3b, add);
        Store(tile->C1 + ldc, c4a, c4b, add);
        Store(tile->C1 + 2 * ldc, c5a, c5b, add);
        Store(tile->C2, c6a, c6b, add);
        Store(tile->C2 + ldc, c7a, c7b, add);
        Store(tile->C2 + 2 * ldc, c8a, c8b, add);
        Store(tile->C3, c9a, c9b, add);
        Store(tile->C3 + ldc, c10a, c10b, add);
        Store(tile->C3 + 2 * ldc, c11a, c11b, add);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store<T>(T* c, Vector512<T> left, Vector512<T> right, bool add) where T : unmanaged, IFloatingPointIeee754<T>
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
