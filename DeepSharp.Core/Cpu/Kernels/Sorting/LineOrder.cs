namespace DeepSharp.Cpu;

/// <summary>The first k elements of each line along an axis in order, and their places: all of sort and top-k.</summary>
internal static unsafe class LineOrder
{
    /// <summary>Elements a task should at least order.</summary>
    private const int Grain = 4096;

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
        where T : unmanaged where TKey : unmanaged, IComparable<TKey> where TOrder : struct, IOrderKey<T, TKey>
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
        where T : unmanaged where TKey : unmanaged, IComparable<TKey> where TOrder : struct, IOrderKey<T, TKey>
    {
        public T* From, Values;
        public int* Places;
        public AxisCut Cut;
        public int K;
        public bool Descending;

        public readonly void Run(int start, int end)
        {
            int room = (int)Math.Min(Cut.Length, 2L * K + 64);
            using var scratch = ScratchArena.Rent<TKey>(room);
            var best = new Span<TKey>(scratch.Pointer, room);
            for (int line = start; line < end; line++)
            {
                var (outer, inner) = Math.DivRem(line, Cut.Inner);
                T* x = From + (long)outer * Cut.Length * Cut.Inner + inner;
                Select(x, best);
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
            for (int i = 0; i < Cut.Length; i++)
            {
                var key = TOrder.Pack(x[(long)i * Cut.Inner], i, Descending);
                if (bounded && key.CompareTo(bound) > 0) continue;
                if (filled == best.Length)
                {
                    best.Sort();
                    (filled, bounded, bound) = (K, true, best[K - 1]);
                    if (key.CompareTo(bound) > 0) continue;
                }
                best[filled++] = key;
            }
            best[..filled].Sort();
        }
    }
}
