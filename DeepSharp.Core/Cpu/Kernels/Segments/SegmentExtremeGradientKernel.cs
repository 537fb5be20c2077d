namespace DeepSharp.Cpu;

/// <summary>Counts in each segment the rows that reach the extreme and gives them their shares, column by column, while the rows are in cache.</summary>
internal sealed unsafe class SegmentExtremeGradientKernel : CpuKernel<SegmentExtremeGradientOp>
{
    private const int Grain = 32 * 1024;

    protected override void Run(SegmentExtremeGradientOp op, ReadOnlySpan<Tensor> inputs, ReadOnlySpan<Tensor> outputs)
    {
        var (ids, dx) = (inputs[0], outputs[0]);
        int count = checked((int)ids.Count);
        using var index = ScratchArena.Rent<int>(count);
        IndexReader.Read(op, ids, 0, op.Count, index.Pointer, fromEnd: false);
        if (dx.Count == 0) return;
        using var ends = ScratchArena.Rent<int>(op.Count);
        using var order = ScratchArena.Rent<int>(count);
        CountingSort.Run(index.Pointer, count, op.Count, ends.Pointer, order.Pointer);
        if (dx.DType == DType.Float32) Run<float>(inputs, dx, count, ends.Pointer, order.Pointer);
        else Run<double>(inputs, dx, count, ends.Pointer, order.Pointer);
    }

    private static void Run<T>(ReadOnlySpan<Tensor> inputs, Tensor dx, int count, int* ends, int* order) where T : unmanaged
    {
        int segments = inputs[2].Shape[0], row = (int)(dx.Count / count);
        var body = new Body<T>
        {
            X = inputs[1].Pointer<T>(),
            Y = inputs[2].Pointer<T>(),
            Dy = inputs[3].Pointer<T>(),
            Dx = dx.Pointer<T>(),
            Ends = ends,
            Order = order,
            Row = row,
        };
        long work = row * (1 + 2 * (count / (long)segments));
        CpuPool.For(segments, (int)Math.Max(1, Grain / work), ref body);
    }

    private struct Body<T> : IParallelBody where T : unmanaged
    {
        public T* X, Y, Dy, Dx;
        public int* Ends, Order;
        public int Row;

        public readonly void Run(int start, int end)
        {
            var job = new Job<T> { B = this, Start = start, End = end };
            LaneDispatch.Run<T, Job<T>>(ref job);
        }
    }

    private struct Job<T> : ILaneJob<T> where T : unmanaged
    {
        public Body<T> B;
        public int Start, End;

        public readonly void Run<V>() where V : struct, ILane<V, T>
        {
            for (int segment = Start; segment < End; segment++)
            {
                int first = segment == 0 ? 0 : B.Ends[segment - 1], last = B.Ends[segment], c = 0;
                if (first == last) continue;
                long at = (long)segment * B.Row;
                for (; c <= B.Row - V.Count; c += V.Count) Columns<V>(at, c, first, last);
                for (; c < B.Row; c++) Columns<Wide1<T>>(at, c, first, last);
            }
        }

        private readonly void Columns<V>(long segment, int c, int first, int last) where V : struct, ILane<V, T>
        {
            V extreme = V.Load(B.Y + segment + c), hits = V.Of(0);
            for (int k = first; k < last; k++) hits += V.MaskToOne(V.Equal(V.Load(B.X + (long)B.Order[k] * B.Row + c), extreme));
            var share = V.Load(B.Dy + segment + c) / V.Max(hits, V.Of(1));
            for (int k = first; k < last; k++)
            {
                long row = (long)B.Order[k] * B.Row + c;
                (V.MaskToOne(V.Equal(V.Load(B.X + row), extreme)) * share).Store(B.Dx + row);
            }
        }
    }
}
