namespace DeepSharp.Cpu;

/// <summary>Makes the reduction kernel for a function.</summary>
internal sealed class ReduceKernels : IReduceVisitor<CpuKernel>
{
    public static readonly ReduceKernels Instance = new();

    public CpuKernel Reduce<TFn>(ReduceOp<TFn> op) where TFn : struct, IReduceFn => new ReduceKernel<TFn>();
}

/// <summary>Reductions over any axes: one run of neighbouring reduced axes after another, each seen as [outer, n, inner].</summary>
/// <remarks>
/// Long runs are cut into pieces of a fixed size whose partial results are reduced in turn, so the work splits over threads while the
/// order of additions depends on the shape alone.
/// </remarks>
internal sealed unsafe class ReduceKernel<TFn> : CpuKernel where TFn : struct, IReduceFn
{
    /// <summary>Elements of a piece: what a thread does in one go.</summary>
    private const int Piece = 32 * 1024;

    /// <summary>Neighbouring columns that are combined together.</summary>
    private const int ColumnBlock = 512;

    private Axis[]? _groups;
    private int _runs;

    public override void Run(Op op, ReadOnlySpan<Tensor> inputs, ReadOnlySpan<Tensor> outputs)
    {
        var (x, y) = (inputs[0], outputs[0]);
        if (_groups is null)
        {
            _groups = [.. Axis.Groups(x.Shape, ((ReduceOp)op).Over, op.Name)];
            _runs = _groups.Count(g => g.Reduced);
        }
        if (y.Count == 0) return;
        switch (x.DType)
        {
            case DType.Float32: Run(x.Pointer<float>(), y.Pointer<float>(), x.Count); break;
            case DType.Float64: Run(x.Pointer<double>(), y.Pointer<double>(), x.Count); break;
            case DType.Int32: Run(x.Pointer<int>(), y.Pointer<int>(), x.Count); break;
            default: Run(x.Pointer<long>(), y.Pointer<long>(), x.Count); break;
        }
    }

    /// <summary>Reduces the runs from the last to the first; all but the final result lie in scratch memory.</summary>
    private void Run<T>(T* from, T* to, long count) where T : unmanaged
    {
        if (_runs == 0)
        {
            Buffer.MemoryCopy(from, to, count * sizeof(T), count * sizeof(T));
            return;
        }
        using var scratchA = ScratchArena.Rent<T>(_runs > 1 ? count : 0);
        using var scratchB = ScratchArena.Rent<T>(_runs > 2 ? count : 0);
        var groups = _groups!;
        long inner = 1;
        for (int g = groups.Length - 1, left = _runs; g >= 0; g--)
        {
            if (!groups[g].Reduced)
            {
                inner *= groups[g].Length;
                continue;
            }
            long outer = 1;
            for (int o = 0; o < g; o++) outer *= groups[o].Length;
            T* target = --left == 0 ? to : left % 2 == 1 ? scratchA.Pointer : scratchB.Pointer;
            Stage(from, target, outer, groups[g].Length, inner);
            from = target;
        }
    }

    /// <summary>[outer, n, inner] → [outer, inner].</summary>
    private static void Stage<T>(T* from, T* to, long outer, long n, long inner) where T : unmanaged
    {
        int columns = (int)Math.Min(inner, ColumnBlock);
        long rows = Math.Max(2, Piece / columns), pieces = Math.Max(1, (n + rows - 1) / rows);
        using var partial = ScratchArena.Rent<T>(pieces > 1 ? outer * pieces * inner : 0);
        var body = new Body<T>
        {
            From = from,
            To = pieces > 1 ? partial.Pointer : to,
            N = n,
            Inner = inner,
            Rows = rows,
            Pieces = pieces,
            ColumnBlocks = (inner + ColumnBlock - 1) / ColumnBlock,
        };
        long items = outer * pieces * body.ColumnBlocks, work = Math.Max(1, Math.Min(n, rows) * columns);
        CpuPool.For(checked((int)items), (int)Math.Max(1, Piece / work), ref body);
        if (pieces > 1) Stage(partial.Pointer, to, outer, pieces, inner);
    }

    private struct Body<T> : IParallelBody where T : unmanaged
    {
        public T* From, To;
        public long N, Inner, Rows, Pieces, ColumnBlocks;

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
                long column = item % Body.ColumnBlocks * ColumnBlock, rest = item / Body.ColumnBlocks;
                long row = rest % Body.Pieces * Body.Rows, outer = rest / Body.Pieces;
                long rows = Math.Min(Body.Rows, Body.N - row);
                T* x = Body.From + (outer * Body.N + row) * Body.Inner + column, y = Body.To + rest * Body.Inner + column;
                if (Body.Inner == 1) *y = ReduceLoops<TFn, T>.Row<V>(x, rows);
                else ReduceLoops<TFn, T>.Columns<V>(x, y, rows, Body.Inner, (int)Math.Min(ColumnBlock, Body.Inner - column));
            }
        }
    }
}
