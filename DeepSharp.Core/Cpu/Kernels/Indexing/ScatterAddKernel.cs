using System.Numerics;

namespace DeepSharp.Cpu;

/// <summary>Adds rows of updates [outer, indices, row] into y [outer, length, row].</summary>
/// <remarks>
/// The indices are sorted by counting first, so that each row of y is summed by one thread, in the order of the updates:
/// the result does not depend on the number of threads and nothing needs a lock. Rows of a few elements are not worth the sorting:
/// a thread takes whole outer parts then and adds the updates as they come, which is the same order.
/// </remarks>
internal sealed unsafe class ScatterAddKernel : CpuKernel<ScatterAddOp>
{
    private const int Grain = 32 * 1024, ManyParts = 16, ShortRow = 8, ShortestRow = 2;

    protected override void Run(ScatterAddOp op, ReadOnlySpan<Tensor> inputs, ReadOnlySpan<Tensor> outputs)
    {
        var (indices, updates, y) = (inputs[0], inputs[1], outputs[0]);
        int count = checked((int)indices.Count);
        using var index = ScratchArena.Rent<int>(count);
        IndexReader.Read(op, indices, op.Axis, op.Length, index.Pointer, op.FromEnd);
        if (y.Count == 0) return;
        var cut = AxisCut.At(y.Shape, op.Axis);
        if (cut.Inner <= (cut.Outer >= ManyParts ? ShortRow : ShortestRow))
        {
            switch (y.DType)
            {
                case DType.Float32: RunParts<float>(updates, y, cut, count, index.Pointer); break;
                case DType.Float64: RunParts<double>(updates, y, cut, count, index.Pointer); break;
                case DType.Int32: RunParts<int>(updates, y, cut, count, index.Pointer); break;
                default: RunParts<long>(updates, y, cut, count, index.Pointer); break;
            }
            return;
        }
        using var ends = ScratchArena.Rent<int>(op.Length);
        using var order = ScratchArena.Rent<int>(count);
        CountingSort.Run(index.Pointer, count, op.Length, ends.Pointer, order.Pointer);
        switch (y.DType)
        {
            case DType.Float32: Run<float>(updates, y, cut, count, ends.Pointer, order.Pointer); break;
            case DType.Float64: Run<double>(updates, y, cut, count, ends.Pointer, order.Pointer); break;
            case DType.Int32: Run<int>(updates, y, cut, count, ends.Pointer, order.Pointer); break;
            default: Run<long>(updates, y, cut, count, ends.Pointer, order.Pointer); break;
        }
    }

    private static void RunParts<T>(Tensor updates, Tensor y, AxisCut cut, int count, int* index) where T : unmanaged, IAdditionOperators<T, T, T>
    {
        var body = new Parts<T> { From = updates.Pointer<T>(), To = y.Pointer<T>(), Index = index, Length = cut.Length, Count = count, Row = cut.Inner };
        CpuPool.For(cut.Outer, (int)Math.Max(1, Grain / (cut.Inner * ((long)count + cut.Length))), ref body);
    }

    private struct Parts<T> : IParallelBody where T : unmanaged, IAdditionOperators<T, T, T>
    {
        public T* From, To;
        public int* Index;
        public int Length, Count, Row;

        public readonly void Run(int start, int end)
        {
            for (int part = start; part < end; part++)
            {
                T* from = From + (long)part * Count * Row, to = To + (long)part * Length * Row;
                new Span<T>(to, checked(Length * Row)).Clear();
                if (Row == 1)
                    for (int i = 0; i < Count; i++) to[Index[i]] += from[i];
                else
                    for (int i = 0; i < Count; i++, from += Row)
                    {
                        T* row = to + (long)Index[i] * Row;
                        for (int c = 0; c < Row; c++) row[c] += from[c];
                    }
            }
        }
    }

    private static void Run<T>(Tensor updates, Tensor y, AxisCut cut, int count, int* ends, int* order) where T : unmanaged
    {
        var body = new Body<T>
        {
            From = updates.Pointer<T>(),
            To = y.Pointer<T>(),
            Ends = ends,
            Order = order,
            Length = cut.Length,
            Count = count,
            Row = cut.Inner,
        };
        long work = cut.Inner * (1L + count / cut.Length);
        CpuPool.For(checked(cut.Outer * cut.Length), (int)Math.Max(1, Grain / work), ref body);
    }

    private struct Body<T> : IParallelBody where T : unmanaged
    {
        public T* From, To;
        public int* Ends, Order;
        public int Length, Count, Row;

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
                var (outer, r) = Math.DivRem(item, Body.Length);
                T* from = Body.From + (long)outer * Body.Count * Body.Row, to = Body.To + (long)item * Body.Row;
                new Span<T>(to, Body.Row).Clear();
                for (int k = r == 0 ? 0 : Body.Ends[r - 1]; k < Body.Ends[r]; k++) Add<V>(from + (long)Body.Order[k] * Body.Row, to, Body.Row);
            }
        }

        private static void Add<V>(T* x, T* y, int n) where V : struct, ILane<V, T>
        {
            int i = 0;
            for (; i <= n - V.Count; i += V.Count) (V.Load(y + i) + V.Load(x + i)).Store(y + i);
            for (; i < n; i++) (Wide1<T>.Load(y + i) + Wide1<T>.Load(x + i)).Store(y + i);
        }
    }
}
