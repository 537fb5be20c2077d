namespace DeepSharp.Cpu;

/// <summary>Running sums along an axis, seen as [outer, n, inner].</summary>
internal sealed unsafe class CumSumKernel : CpuKernel<CumSumOp>
{
    private const int Grain = 16 * 1024;

    /// <summary>Neighbouring columns that are summed together.</summary>
    private const int ColumnBlock = 512;

    protected override void Run(CumSumOp op, ReadOnlySpan<Tensor> inputs, ReadOnlySpan<Tensor> outputs)
    {
        var (x, y) = (inputs[0], outputs[0]);
        if (y.Count == 0) return;
        switch (x.DType)
        {
            case DType.Float32: Run<float>(op, x, y); break;
            case DType.Float64: Run<double>(op, x, y); break;
            case DType.Int32: Run<int>(op, x, y); break;
            default: Run<long>(op, x, y); break;
        }
    }

    private static void Run<T>(CumSumOp op, Tensor x, Tensor y) where T : unmanaged
    {
        int axis = x.Shape.Axis(op.Axis);
        var body = new Body<T> { From = x.Pointer<T>(), To = y.Pointer<T>(), N = x.Shape[axis], Inner = 1, Op = op };
        for (int d = axis + 1; d < x.Rank; d++) body.Inner *= x.Shape[d];
        body.Blocks = (body.Inner + ColumnBlock - 1) / ColumnBlock;
        long items = x.Count / (body.N * body.Inner) * body.Blocks;
        CpuPool.For(checked((int)items), (int)Math.Max(1, Grain / (body.N * Math.Min(body.Inner, ColumnBlock))), ref body);
    }

    private struct Body<T> : IParallelBody where T : unmanaged
    {
        public T* From, To;
        public long N, Inner, Blocks;
        public CumSumOp Op;

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
            for (int item = Start; item < End; item++)
            {
                long column = item % Body.Blocks * ColumnBlock;
                long place = item / Body.Blocks * Body.N * Body.Inner + column;
                int columns = (int)Math.Min(ColumnBlock, Body.Inner - column), i = 0;
                for (; i <= columns - V.Count; i += V.Count) Column<V>(place + i);
                for (; i < columns; i++) Column<Wide1<T>>(place + i);
            }
        }

        /// <summary>Sums down as many neighbouring columns as a register holds.</summary>
        private readonly void Column<V>(long place) where V : struct, ILane<V, T>
        {
            bool exclusive = Body.Op.Exclusive;
            long step = Body.Op.Reverse ? -Body.Inner : Body.Inner;
            if (Body.Op.Reverse) place += (Body.N - 1) * Body.Inner;
            T* x = Body.From + place, y = Body.To + place;
            var sum = V.Of(0);
            for (long r = 0; r < Body.N; r++, x += step, y += step)
            {
                var next = sum + V.Load(x);
                (exclusive ? sum : next).Store(y);
                sum = next;
            }
        }
    }
}
