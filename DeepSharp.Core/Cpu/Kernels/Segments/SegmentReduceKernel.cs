namespace DeepSharp.Cpu;

/// <summary>Combines rows of [n, row] into the segments [count, row] that their ids name.</summary>
/// <remarks>Rows are sorted by segment first, so that one thread combines each segment, in the order of the rows: the result does not depend on the number of threads.</remarks>
internal abstract unsafe class SegmentReduceKernel<TOp, TFn> : CpuKernel<TOp> where TOp : SegmentOp where TFn : struct, IReduceFn
{
    private const int Grain = 32 * 1024;

    protected override void Run(TOp op, ReadOnlySpan<Tensor> inputs, ReadOnlySpan<Tensor> outputs)
    {
        var (ids, x, y) = (inputs[0], inputs[1], outputs[0]);
        int count = checked((int)ids.Count);
        using var index = ScratchArena.Rent<int>(count);
        IndexReader.Read(op, ids, 0, op.Count, index.Pointer, fromEnd: false);
        if (y.Count == 0) return;
        using var ends = ScratchArena.Rent<int>(op.Count);
        using var order = ScratchArena.Rent<int>(count);
        CountingSort.Run(index.Pointer, count, op.Count, ends.Pointer, order.Pointer);
        switch (y.DType)
        {
            case DType.Float32: Run(x, y, ends.Pointer, order.Pointer, (float)TFn.Identity); break;
            case DType.Float64: Run(x, y, ends.Pointer, order.Pointer, TFn.Identity); break;
            case DType.Int32: Run(x, y, ends.Pointer, order.Pointer, int.CreateSaturating(TFn.Identity)); break;
            default: Run(x, y, ends.Pointer, order.Pointer, long.CreateSaturating(TFn.Identity)); break;
        }
    }

    private static void Run<T>(Tensor x, Tensor y, int* ends, int* order, T nothing) where T : unmanaged
    {
        int segments = y.Shape[0], row = (int)(y.Count / segments);
        var body = new Body<T> { From = x.Pointer<T>(), To = y.Pointer<T>(), Ends = ends, Order = order, Row = row, Nothing = nothing };
        long work = row * (1 + ends[segments - 1] / (long)segments);
        CpuPool.For(segments, (int)Math.Max(1, Grain / Math.Max(1, work)), ref body);
    }

    private struct Body<T> : IParallelBody where T : unmanaged
    {
        public T* From, To;
        public int* Ends, Order;
        public int Row;
        public T Nothing;

        public readonly void Run(int start, int end)
        {
            var job = new Job<T> { Body = this, Start = start, End = end };
            LaneDispatch.Run<T, Job<T>>(ref job);
        }
    }

    private struct Job<T> : ILaneJob<T> where T : unmanaged
    {
        public Body<T> Body;
        public int Start, End;

        public readonly void Run<V>() where V : struct, ILane<V, T>
        {
            for (int segment = Start; segment < End; segment++)
            {
                T* to = Body.To + (long)segment * Body.Row;
                new Span<T>(to, Body.Row).Fill(Body.Nothing);
                for (int k = segment == 0 ? 0 : Body.Ends[segment - 1]; k < Body.Ends[segment]; k++)
                    Combine<V>(Body.From + (long)Body.Order[k] * Body.Row, to, Body.Row);
            }
        }

        private static void Combine<V>(T* x, T* y, int n) where V : struct, ILane<V, T>
        {
            int i = 0;
            for (; i <= n - V.Count; i += V.Count) TFn.Combine(V.Load(y + i), V.Load(x + i)).Store(y + i);
            for (; i < n; i++) TFn.Combine(Wide1<T>.Load(y + i), Wide1<T>.Load(x + i)).Store(y + i);
        }
    }
}
