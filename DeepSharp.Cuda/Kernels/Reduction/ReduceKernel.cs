namespace DeepSharp.Gpu;

/// <summary>Sum, product, largest and smallest along axes, one run of neighbouring axes after the other.</summary>
/// <param name="name">The reduction's name, as in <c>kernels/reduce.cu</c>.</param>
internal sealed class ReduceKernel(string name) : CudaKernel
{
    private const int Threads = 256, WarpRow = 1024, LeastChunk = 2048;

    private ReduceRun[]? _runs;

    public override void Run(CudaContext cuda, Op op, ReadOnlySpan<Tensor> inputs, ReadOnlySpan<Tensor> outputs)
    {
        var (x, y) = (inputs[0], outputs[0]);
        if (y.Count == 0) return;
        _runs ??= ReduceRun.Of(x.Shape, ((ReduceOp)op).Over.Resolve(x.Shape, op.Name));
        if (_runs.Length == 0) cuda.Copy(x.Address(), y.Address(), y.Spec.Bytes);
        var from = x.Address();
        for (int i = 0; i < _runs.Length; i++)
        {
            var run = _runs[i];
            var to = i == _runs.Length - 1 ? y.Address() : cuda.Scratch(run.Outer * run.Inner * x.DType.Size);
            Reduce(cuda, x.DType, from, to, run);
            from = to;
        }
    }

    private void Reduce(CudaContext cuda, DType type, DevicePointer x, DevicePointer y, ReduceRun run)
    {
        long splits = Splits(cuda, run), chunk = Math.Max(1, (run.Length + splits - 1) / splits);
        splits = Math.Max(1, (run.Length + chunk - 1) / chunk);
        if (splits == 1)
        {
            Launch(cuda, type, name, x, y, run, run.Length, 1);
            return;
        }
        bool sum = name == "sum";
        int bytes = sum && type == DType.Float32 ? sizeof(double) : type.Size;
        var parts = cuda.Scratch(run.Outer * splits * run.Inner * bytes);
        Launch(cuda, type, sum ? "sum_partial" : name, x, parts, run, chunk, splits);
        Launch(cuda, type, sum ? "sum_total" : name, parts, y, run with { Length = splits }, splits, 1);
    }

    private static void Launch(CudaContext cuda, DType type, string name, DevicePointer x, DevicePointer y, ReduceRun run, long chunk, long splits)
    {
        if (run.Inner == 1)
        {
            bool warps = chunk <= WarpRow;
            var function = cuda.Function("reduce", name, warps ? "warps" : "blocks", type);
            long rows = run.Outer * splits, blocks = warps ? (rows + Threads / 32 - 1) / (Threads / 32) : rows;
            cuda.Launch(function, new((int)Math.Min(blocks, cuda.Multiprocessors * 64L), Threads), x, y, run.Outer, run.Length, chunk, splits);
            return;
        }
        long tiles = (run.Inner + 31) / 32 * run.Outer * splits;
        int deep = chunk >= 8 ? 8 : chunk >= 4 ? 4 : chunk >= 2 ? 2 : 1;
        cuda.Launch(
            cuda.Function("reduce", name, "columns", type), new(((int)Math.Min(tiles, cuda.Multiprocessors * 64L), 1, 1), (32, deep, 1)),
            x, y, run.Outer, run.Length, run.Inner, chunk, splits);
    }

    /// <summary>Long axes with few results are cut, so that all multiprocessors have work.</summary>
    private static long Splits(CudaContext cuda, ReduceRun run)
    {
        long blocks = run.Inner == 1 ? run.Outer : (run.Inner + 31) / 32 * run.Outer, wanted = cuda.Multiprocessors * 4L;
        int least = run.Inner == 1 ? LeastChunk : LeastChunk / 16;
        return blocks == 0 || blocks >= wanted ? 1 : Math.Clamp(Math.Min(wanted / blocks, run.Length / least), 1, 1024);
    }
}

/// <summary>Which reduction a function is, as its kernels are called.</summary>
internal sealed class ReduceKernels : IReduceVisitor<ReduceKernel?>
{
    public static readonly ReduceKernels Instance = new();

    public ReduceKernel? Reduce<TFn>(ReduceOp<TFn> op) where TFn : struct, IReduceFn =>
        typeof(TFn) == typeof(SumFn) || typeof(TFn) == typeof(ProdFn) || typeof(TFn) == typeof(MaxFn) || typeof(TFn) == typeof(MinFn)
            ? new(op.Name) : null;
}

/// <summary>A reduction over the middle axis of [outer, length, inner].</summary>
internal readonly record struct ReduceRun(long Outer, long Length, long Inner)
{
    /// <summary>One reduction for each run of neighbouring reduced axes, the last axes first.</summary>
    public static ReduceRun[] Of(Shape shape, ReadOnlySpan<int> axes)
    {
        var runs = new List<ReduceRun>();
        var reduced = new bool[shape.Rank];
        foreach (int a in axes) reduced[a] = true;
        long inner = 1;
        for (int d = shape.Rank - 1; d >= 0;)
        {
            if (!reduced[d])
            {
                inner *= shape[d--];
                continue;
            }
            long length = 1;
            for (; d >= 0 && (reduced[d] || shape[d] == 1); d--) length *= shape[d];
            long outer = 1;
            for (int e = 0; e <= d; e++) outer *= shape[e];
            if (length != 1) runs.Add(new(outer, length, inner));
        }
        return [.. runs];
    }
}
