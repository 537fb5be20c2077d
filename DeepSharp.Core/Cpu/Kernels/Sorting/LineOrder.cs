using System.Numerics;

namespace DeepSharp.Cpu;

/// <summary>The first k elements of each line along an axis in order, and their places: all of sort and top-k.</summary>
internal static unsafe class LineOrder
{
    /// <summary>Elements a task should at least order.</summary>
    private const int Grain = 4096;

    /// <summary>Up to this many first elements are kept in order from the beginning.</summary>
    private const int Few = 32;

    public static void Run(Tensor x, int axis, int k, bool descending, Tensor values, Tensor places)
    {
        if (values.Count == 0) return;
        switch (x.DType)
        {
            case DType.Float32: Run<float, ulong, Key32>(x, axis, k, descending, values, places); break;
            case DType.Float64: Run<double, UInt128, Key64>(x, axis, k, descending, values, places); break;
            case DType.Int32: Run<int, ulong, Key32>(x, axis, k, descending, values, places); break;
            default: Run<long, UInt128, Key64>(x, axis, k, descending, values, places); break;
        }
    }

    private static void Run<T, TKey, TOrder>(Tensor x, int axis, int k, bool descending, Tensor values, Tensor places)
        where T : unmanaged, INumber<T> where TKey : unmanaged, IComparable<TKey> where TOrder : struct, IOrderKey<T, TKey>
    {
        var body = new Body<T, TKey, TOrder>
        {
            From = x.Pointer<T>(),
            Values = values.Pointer<T>(),
            Places = places.Pointer<int>(),
            Cut = AxisCut.At(x.Shape, axis),
            K = k,
            Descending = descending,
        };
        CpuPool.For(checked(body.Cut.Outer * body.Cut.Inner), Math.Max(1, Grain / body.Cut.Length), ref body);
    }

    private struct Body<T, TKey, TOrder> : IParallelBody
        where T : unmanaged, INumber<T> where TKey : unmanaged, IComparable<TKey> where TOrder : struct, IOrderKey<T, TKey>
    {
        public T* From, Values;
        public int* Places;
        public AxisCut Cut;
        public int K;
        public bool Descending;

        public readonly void Run(int start, int end)
        {
            int room = K <= Few ? K : (int)Math.Min(Cut.Length, 2L * K + 64);
            using var scratch = ScratchArena.Rent<TKey>(room);
            var best = new Span<TKey>(scratch.Pointer, room);
            for (int line = start; line < end; line++)
            {
                var (outer, inner) = Math.DivRem(line, Cut.Inner);
                T* x = From + (long)outer * Cut.Length * Cut.Inner + inner;
                if (K <= Few) SelectFew(x, best);
                else Select(x, best);
                long to = (long)outer * K * Cut.Inner + inner;
                for (int i = 0; i < K; i++, to += Cut.Inner)
                {
                    int place = TOrder.Place(best[i]);
                    Values[to] = x[(long)place * Cut.Inner];
                    Places[to] = place;
                }
            }
        }

        /// <summary>Puts the k first keys, sorted, at the front of <paramref name="best"/>.</summary>
        /// <remarks>When the room is full it is sorted and all but k keys are dropped; from then on only keys below the k-th come in.</remarks>
        private readonly void Select(T* x, Span<TKey> best)
        {
            int filled = 0;
            bool bounded = false;
            TKey bound = default;
            T limit = default;
            for (int i = 0; i < Cut.Length; i++)
            {
                if (bounded && (i = Skip(x, i, limit)) == Cut.Length) break;
                var key = TOrder.Pack(x[(long)i * Cut.Inner], i, Descending);
                if (bounded && key.CompareTo(bound) > 0) continue;
                if (filled == best.Length)
                {
                    Selection.Run(best, K - 1);
                    (filled, bounded, bound) = (K, true, best[K - 1]);
                    limit = x[(long)TOrder.Place(bound) * Cut.Inner];
                    if (key.CompareTo(bound) > 0) continue;
                }
                best[filled++] = key;
            }
            // Keys that all came in stand in the order of their places.
            if (typeof(TKey) == typeof(ulong) && !bounded && filled >= RadixSort.Fewest)
            {
                using var room = ScratchArena.Rent<ulong>(filled);
                fixed (TKey* keys = best) RadixSort.Run((ulong*)keys, room.Pointer, filled);
            }
            else
            {
                if (bounded) Selection.Run(best[..filled], K - 1);
                best[..(bounded ? K : filled)].Sort();
            }
        }

        /// <summary>The same for a few keys: each new one is put into its place.</summary>
        private readonly void SelectFew(T* x, Span<TKey> best)
        {
            T limit = default;
            for (int i = 0; i < Cut.Length; i++)
            {
                bool full = i >= K;
                if (full && (i = Skip(x, i, limit)) == Cut.Length) break;
                var key = TOrder.Pack(x[(long)i * Cut.Inner], i, Descending);
                int at = i;
                if (full)
                {
                    if (key.CompareTo(best[K - 1]) > 0) continue;
                    at = K - 1;
                }
                for (; at > 0 && key.CompareTo(best[at - 1]) < 0; at--) best[at] = best[at - 1];
                best[at] = key;
                limit = x[(long)TOrder.Place(best[Math.Min(i, K - 1)]) * Cut.Inner];
            }
        }

        /// <summary>The first place from <paramref name="i"/> on that may hold something better than the k-th so far; the length if none does.</summary>
        /// <remarks>What equals the limit stands behind it, so it does not come in. Beside NaN everything else is better: then nothing is skipped.</remarks>
        private readonly int Skip(T* x, int i, T limit)
        {
            if (Cut.Inner != 1 || T.IsNaN(limit)) return i;
            var bound = new Vector<T>(limit);
            int lanes = Vector<T>.Count, end = Cut.Length;
            if (Descending)
            {
                while (i <= end - lanes && !Vector.GreaterThanAny(*(Vector<T>*)(x + i), bound)) i += lanes;
                while (i < end && !(x[i] > limit)) i++;
            }
            else
            {
                while (i <= end - lanes && !Vector.LessThanAny(*(Vector<T>*)(x + i), bound)) i += lanes;
                while (i < end && !(x[i] < limit)) i++;
            }
            return i;
        }
    }
}
