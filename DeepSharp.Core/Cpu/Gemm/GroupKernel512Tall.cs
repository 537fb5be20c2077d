using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace DeepSharp.Cpu;

/// <summary>The sums of two <see cref="GroupTile{T}"/>s one 512-bit vector wide, 24 rows in all: each vector of B serves twice as many rows.</summary>
/// <remarks>
/// Loads bound the narrow kernel, so that 24 rows with one load of B are an eighth faster than twice twelve. One of the two steps through A must be one:
/// the compiler then has registers for the eight groups' addresses.
/// </remarks>
internal static unsafe class GroupKernel512Tall
{
    /// <summary>Writes (or adds to) both tiles, whose values of k are neighbours in A. The second gives its groups only.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void RunAlongK<T>(GroupTile<T>* tile, GroupTile<T>* second) where T : unmanaged, IFloatingPointIeee754<T> =>
        Run<T, NotAhead>(tile, second, tile->RowStep, 1, null);

    /// <summary>The same for tiles whose rows are neighbours in A; with each k it asks for the next line of other memory.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void RunAlongRows<T>(GroupTile<T>* tile, GroupTile<T>* second) where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (tile->AheadStep == 0) Run<T, NotAhead>(tile, second, 1, tile->KStep, null);
        else Run<T, LineAhead>(tile, second, 1, tile->KStep, tile->Ahead);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Run<T, TAhead>(GroupTile<T>* tile, GroupTile<T>* second, nint row, nint kStep, byte* ahead)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TAhead : struct, IAhead
    {
        Vector512<T> c0 = default, c1 = default, c2 = default;
        Vector512<T> c3 = default, c4 = default, c5 = default;
        Vector512<T> c6 = default, c7 = default, c8 = default;
        Vector512<T> c9 = default, c10 = default, c11 = default;
        Vector512<T> c12 = default, c13 = default, c14 = default;
        Vector512<T> c15 = default, c16 = default, c17 = default;
        Vector512<T> c18 = default, c19 = default, c20 = default;
        Vector512<T> c21 = default, c22 = default, c23 = default;
        T* b = tile->B;
        for (int run = 0; run < tile->Runs; run++)
        {
            nint offset = tile->RunOffsets[run];
            T* p = tile->A0 + offset, q = tile->A1 + offset, r = tile->A2 + offset, s = tile->A3 + offset;
            T* t = second->A0 + offset, u = second->A1 + offset, v = second->A2 + offset, w = second->A3 + offset;
            for (int k = tile->Length; k > 0; k--)
            {
                TAhead.Ask(ref ahead);
                var x = Vector512.Load(b);
                c0 = MultiplyAdd.Run(Vector512.Create(p[0]), x, c0);
                c1 = MultiplyAdd.Run(Vector512.Create(p[row]), x, c1);
                c2 = MultiplyAdd.Run(Vector512.Create(p[2 * row]), x, c2);
                c3 = MultiplyAdd.Run(Vector512.Create(q[0]), x, c3);
                c4 = MultiplyAdd.Run(Vector512.Create(q[row]), x, c4);
                c5 = MultiplyAdd.Run(Vector512.Create(q[2 * row]), x, c5);
                c6 = MultiplyAdd.Run(Vector512.Create(r[0]), x, c6);
                c7 = MultiplyAdd.Run(Vector512.Create(r[row]), x, c7);
                c8 = MultiplyAdd.Run(Vector512.Create(r[2 * row]), x, c8);
                c9 = MultiplyAdd.Run(Vector512.Create(s[0]), x, c9);
                c10 = MultiplyAdd.Run(Vector512.Create(s[row]), x, c10);
                c11 = MultiplyAdd.Run(Vector512.Create(s[2 * row]), x, c11);
                c12 = MultiplyAdd.Run(Vector512.Create(t[0]), x, c12);
                c13 = MultiplyAdd.Run(Vector512.Create(t[row]), x, c13);
                c14 = MultiplyAdd.Run(Vector512.Create(t[2 * row]), x, c14);
                c15 = MultiplyAdd.Run(Vector512.Create(u[0]), x, c15);
                c16 = MultiplyAdd.Run(Vector512.Create(u[row]), x, c16);
                c17 = MultiplyAdd.Run(Vector512.Create(u[2 * row]), x, c17);
                c18 = MultiplyAdd.Run(Vector512.Create(v[0]), x, c18);
                c19 = MultiplyAdd.Run(Vector512.Create(v[row]), x, c19);
                c20 = MultiplyAdd.Run(Vector512.Create(v[2 * row]), x, c20);
                c21 = MultiplyAdd.Run(Vector512.Create(w[0]), x, c21);
                c22 = MultiplyAdd.Run(Vector512.Create(w[row]), x, c22);
                c23 = MultiplyAdd.Run(Vector512.Create(w[2 * row]), x, c23);
                p += kStep;
                q += kStep;
                r += kStep;
                s += kStep;
                t += kStep;
                u += kStep;
                v += kStep;
                w += kStep;
                b += Vector512<T>.Count;
            }
        }
        nint ldc = tile->Ldc;
        bool add = tile->Accumulate;
        Store(tile->C0, ldc, c0, c1, c2, add);
        Store(tile->C1, ldc, c3, c4, c5, add);
        Store(tile->C2, ldc, c6, c7, c8, add);
        Store(tile->C3, ldc, c9, c10, c11, add);
        Store(second->C0, ldc, c12, c13, c14, add);
        Store(second->C1, ldc, c15, c16, c17, add);
        Store(second->C2, ldc, c18, c19, c20, add);
        Store(second->C3, ldc, c21, c22, c23, add);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store<T>(T* c, nint ldc, Vector512<T> first, Vector512<T> second, Vector512<T> third, bool add)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (add)
        {
            first += Vector512.Load(c);
            second += Vector512.Load(c + ldc);
            third += Vector512.Load(c + 2 * ldc);
        }
        first.Store(c);
        second.Store(c + ldc);
        third.Store(c + 2 * ldc);
    }
}
