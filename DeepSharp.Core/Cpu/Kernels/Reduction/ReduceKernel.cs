namespace DeepSharp.Cpu;

/// <summary>Makes the reduction kernel for a function.</summary>
internal sealed class ReduceKernels : IReduceVisitor<CpuKernel>
{
    public static readonly ReduceKernels Instance = new();

    public CpuKernel Reduce<TFn>(ReduceOp<TFn> op) where TFn : struct, IReduceFn => new ReduceKernel<TFn>();
}

/// <summary>Reductions over any axes: the input is seen as [outer, reduced, inner] by moving the axes if need be.</summary>
/// <remarks>Runs of up to 128 elements are combined by register, longer ones pairwise by halves, so that rounding errors stay small.</remarks>
internal sealed unsafe class ReduceKernel<TFn> : CpuKernel where TFn : struct, IReduceFn
{
    private const int Run0 = 128;
    private const int Grain = 32 * 1024;

    public override void Run(Op op, ReadOnlySpan<Tensor> inputs, ReadOnlySpan<Tensor> outputs)
    {
        var (x, y, reduce) = (inputs[0], outputs[0], (ReduceOp)op);
        switch (x.DType)
        {
            case DType.Float32: Run<float>(reduce, x, y); break;
            case DType.Float64: Run<double>(reduce, x, y); break;
            case DType.Int32: Run<int>(reduce, x, y); break;
            default: Run<long>(reduce, x, y); break;
        }
    }

    private static void Run<T>(ReduceOp op, Tensor x, Tensor y) where T : unmanaged
    {
        var groups = Axis.Groups(x.Shape, op.Over, op.Name);
        T* from = x.Pointer<T>(), to = y.Pointer<T>();
        if (groups.Count == 0 || groups.Count == 1 && !groups[0].Reduced)
        {
            Buffer.MemoryCopy(from, to, y.Count * sizeof(T), y.Count * sizeof(T));
            return;
        }
        // Reduce one run of axes after another, from the last to the first; all but the final result lie in scratch memory.
        long count = x.Count;
        using var scratchA = ScratchArena.Rent<T>(groups.Count(g => g.Reduced) > 1 ? count : 0);
        using var scratchB = ScratchArena.Rent<T>(groups.Count(g => g.Reduced) > 2 ? count : 0);
        bool useA = true;
        long inner = 1;
        int left = groups.Count(g => g.Reduced);
        for (int g = groups.Count - 1; g >= 0; g--)
        {
            if (!groups[g].Reduced)
            {
                inner *= groups[g].Length;
                continue;
            }
            long n = groups[g].Length, outer = 1;
            for (int o = 0; o < g; o++) outer *= groups[o].Length;
            T* target = --left == 0 ? to : useA ? scratchA.Pointer : scratchB.Pointer;
            useA = !useA;
            var body = new Body<T> { From = from, To = target, N = n, Inner = inner };
            CpuPool.For(checked((int)outer), (int)Math.Max(1, Grain / Math.Max(1, n * inner)), ref body);
            from = target;
        }
    }

    private struct Body<T> : IParallelBody where T : unmanaged
    {
        public T* From, To;
        public long N, Inner;

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
            for (int o = Start; o < End; o++)
            {
                T* x = Body.From + o * Body.N * Body.Inner;
                if (Body.Inner == 1) Body.To[o] = Row<V, T>(x, Body.N);
                else Columns<V, T>(x, Body.To + o * Body.Inner, Body.N, Body.Inner);
            }
        }
    }

    /// <summary>Combines n neighbours.</summary>
    private static T Row<V, T>(T* x, long n) where V : struct, ILane<V, T> where T : unmanaged
    {
        if (n > Run0 * V.Count)
        {
            long half = n / 2 / V.Count * V.Count;
            return Combine(Row<V, T>(x, half), Row<V, T>(x + half, n - half));
        }
        T total = Wide1<T>.Of(0).First;
        bool any = false;
        long i = 0;
        if (n >= V.Count)
        {
            var sum = V.Load(x);
            for (i = V.Count; i <= n - V.Count; i += V.Count) sum = TFn.Combine(sum, V.Load(x + i));
            T* lanes = stackalloc T[V.Count];
            sum.Store(lanes);
            for (int width = V.Count / 2; width > 0; width /= 2)
                for (int k = 0; k < width; k++) lanes[k] = Combine(lanes[k], lanes[k + width]);
            (total, any) = (lanes[0], true);
        }
        for (; i < n; i++)
        {
            total = any ? Combine(total, x[i]) : x[i];
            any = true;
        }
        return any ? total : Wide1<T>.Of(TFn.Identity).First;
    }

    /// <summary>Combines n rows of <paramref name="inner"/> neighbours each.</summary>
    private static void Columns<V, T>(T* x, T* y, long n, long inner) where V : struct, ILane<V, T> where T : unmanaged
    {
        if (n == 0)
        {
            new Span<T>(y, checked((int)inner)).Fill(Wide1<T>.Of(TFn.Identity).First);
            return;
        }
        if (n > Run0)
        {
            long half = n / 2;
            using var upper = ScratchArena.Rent<T>(inner);
            Columns<V, T>(x, y, half, inner);
            Columns<V, T>(x + half * inner, upper.Pointer, n - half, inner);
            for (long c = 0; c < inner; c++) y[c] = Combine(y[c], upper.Pointer[c]);
            return;
        }
        long i = 0;
        for (; i <= inner - V.Count; i += V.Count)
        {
            var sum = V.Load(x + i);
            for (long r = 1; r < n; r++) sum = TFn.Combine(sum, V.Load(x + r * inner + i));
            sum.Store(y + i);
        }
        for (; i < inner; i++)
        {
            T sum = x[i];
            for (long r = 1; r < n; r++) sum = Combine(sum, x[r * inner + i]);
            y[i] = sum;
        }
    }

    private static T Combine<T>(T a, T b) where T : unmanaged => TFn.Combine(Wide1<T>.Splat(a), Wide1<T>.Splat(b)).First;
}
