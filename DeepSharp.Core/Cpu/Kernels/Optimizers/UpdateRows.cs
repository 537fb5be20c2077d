namespace DeepSharp.Cpu;

/// <summary>Runs a rule over the rows that ids name: their gradients are added in their order, and each row is read and written once.</summary>
/// <remarks>A thread owns whole rows, so that nothing depends on the number of threads. The sums are those of <see cref="ScatterAddKernel"/>.</remarks>
internal static unsafe class UpdateRows<TRule, T> where TRule : struct, IUpdateRule where T : unmanaged
{
    /// <summary>Elements of a row whose sums stay in the first-level cache.</summary>
    private const int Piece = 512;

    /// <summary>Updates rows; see <see cref="RowUpdateOp"/> for inputs and outputs.</summary>
    public static void Run(RowUpdateOp op, TRule rule, ReadOnlySpan<Tensor> x, ReadOnlySpan<Tensor> y)
    {
        var (variable, ids) = (x[0], x[^1]);
        for (int i = 0; i < y.Length; i++)
        {
            byte* from = x[i == 0 ? 0 : i + 1].Bytes(), to = y[i].Bytes();
            if (from != to) Buffer.MemoryCopy(from, to, y[i].Spec.Bytes, y[i].Spec.Bytes);
        }
        int count = checked((int)ids.Count), length = variable.Shape[0];
        using var index = ScratchArena.Rent<int>(count);
        IndexReader.Read(op, ids, 0, length, index.Pointer);
        if (count == 0 || variable.Count == 0) return;
        using var rows = RowOrder.Of(index.Pointer, count, length);
        var body = new Body
        {
            Loop = new() { Rule = rule, Rate = *x[^2].Pointer<T>() },
            Part = UpdatePart<T>.Of(x[..^2], y),
            Summed = op.Summed,
            Index = index.Pointer,
            Order = rows.Order,
            Starts = rows.Starts,
            Row = checked((int)(variable.Count / length)),
        };
        long work = body.Row * (1L + (op.Summed ? 0 : count / rows.Count));
        CpuPool.For(rows.Count, (int)Math.Max(1, UpdateLoop<TRule, T>.Grain / work), ref body);
    }

    private struct Body : IParallelBody, ILaneJob<T>
    {
        public UpdateLoop<TRule, T> Loop;
        public UpdatePart<T> Part;
        public bool Summed;
        public int* Index, Order, Starts;
        public int Row;
        private int _start, _end;

        public readonly void Run(int start, int end)
        {
            var rows = this;
            (rows._start, rows._end) = (start, end);
            LaneDispatch.Run<T, Body>(ref rows);
        }

        public readonly void Run<V>() where V : struct, ILane<V, T>
        {
            T* sums = stackalloc T[Piece];
            for (int r = _start; r < _end; r++)
            {
                long row = (long)Index[Order[Starts[r]]] * Row;
                if (Summed)
                {
                    Loop.Run<V>(Part, row, row + Row);
                    continue;
                }
                for (int column = 0; column < Row; column += Piece)
                {
                    int columns = Math.Min(Piece, Row - column);
                    new Span<T>(sums, columns).Clear();
                    for (int k = Starts[r]; k < Starts[r + 1]; k++) Add<V>(Part.G + (long)Order[k] * Row + column, sums, columns);
                    Update<V>(sums, row + column, columns);
                }
            }
        }

        private static void Add<V>(T* x, T* y, int n) where V : struct, ILane<V, T>
        {
            int i = 0;
            for (; i <= n - V.Count; i += V.Count) (V.Load(y + i) + V.Load(x + i)).Store(y + i);
            for (; i < n; i++) (Wide1<T>.Load(y + i) + Wide1<T>.Load(x + i)).Store(y + i);
        }

        private readonly void Update<V>(T* g, long at, int n) where V : struct, ILane<V, T>
        {
            int i = 0;
            for (; i <= n - V.Count; i += V.Count) Loop.Step(Part, V.Load(g + i), at + i);
            for (; i < n; i++) Loop.Step(Part, Wide1<T>.Load(g + i), at + i);
        }
    }
}
