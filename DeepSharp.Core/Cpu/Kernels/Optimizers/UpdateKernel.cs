namespace DeepSharp.Cpu;

/// <summary>An optimizer's rule for one register of elements. The operations and their order are those of the op's composition.</summary>
internal interface IUpdateRule<TOp>
{
    /// <summary>Takes the hyper-parameters over.</summary>
    void Set(TOp op);

    /// <summary>Computes the new variable and slots; slots the op does not have come in undefined and are not stored.</summary>
    void Step<V>(V rate, V g, ref V w, ref V s0, ref V s1, ref V s2) where V : struct, ILane<V>;
}

/// <summary>Runs an optimizer's rule over all elements: every tensor is read once and written once.</summary>
internal abstract unsafe class UpdateKernel<TOp, TRule> : CpuKernel<TOp> where TOp : OptimizerOp where TRule : struct, IUpdateRule<TOp>
{
    /// <summary>Elements a thread should at least have to do.</summary>
    private const int Grain = 16 * 1024;

    /// <summary>Elements that are the unit of splitting; a power of two, so that only the last part has a tail.</summary>
    private const int Block = 1024;

    /// <summary>An element is stored only after all inputs at its place are read, so any of them but the scalar may be
    /// overwritten.</summary>
    protected sealed override bool CanOverwrite(TOp op, int input, int output) => input < op.SlotNames().Count + 2;

    protected sealed override void Run(TOp op, ReadOnlySpan<Tensor> inputs, ReadOnlySpan<Tensor> outputs)
    {
        if (outputs[0].DType == DType.Float32) Run<float>(op, inputs, outputs);
        else Run<double>(op, inputs, outputs);
    }

    private static void Run<T>(TOp op, ReadOnlySpan<Tensor> x, ReadOnlySpan<Tensor> y) where T : unmanaged
    {
        int slots = op.SlotNames().Count;
        var rule = new TRule();
        rule.Set(op);
        var body = new Body<T>
        {
            Rule = rule,
            Rate = *x[^1].Pointer<T>(),
            W = x[0].Pointer<T>(),
            G = x[1].Pointer<T>(),
            S0 = slots > 0 ? x[2].Pointer<T>() : null,
            S1 = slots > 1 ? x[3].Pointer<T>() : null,
            S2 = slots > 2 ? x[4].Pointer<T>() : null,
            NewW = y[0].Pointer<T>(),
            New0 = slots > 0 ? y[1].Pointer<T>() : null,
            New1 = slots > 1 ? y[2].Pointer<T>() : null,
            New2 = slots > 2 ? y[3].Pointer<T>() : null,
            Count = x[0].Count,
        };
        CpuPool.For(checked((int)((body.Count + Block - 1) / Block)), Grain / Block, ref body);
    }

    private struct Body<T> : IParallelBody, ILaneJob<T> where T : unmanaged
    {
        public TRule Rule;
        public T Rate;
        public T* W, G, S0, S1, S2, NewW, New0, New1, New2;
        public long Count;
        private long _start, _end;

        public readonly void Run(int start, int end)
        {
            var part = this;
            (part._start, part._end) = ((long)start * Block, Math.Min((long)end * Block, Count));
            LaneDispatch.Run<T, Body<T>>(ref part);
        }

        public readonly void Run<V>() where V : struct, ILane<V, T>
        {
            long i = _start;
            for (; i <= _end - V.Count; i += V.Count) Step<V>(i);
            for (; i < _end; i++) Step<Wide1<T>>(i);
        }

        private readonly void Step<V>(long i) where V : struct, ILane<V, T>
        {
            var (w, g) = (V.Load(W + i), V.Load(G + i));
            V s0 = default, s1 = default, s2 = default;
            if (S0 != null) s0 = V.Load(S0 + i);
            if (S1 != null) s1 = V.Load(S1 + i);
            if (S2 != null) s2 = V.Load(S2 + i);
            Rule.Step(V.Splat(Rate), g, ref w, ref s0, ref s1, ref s2);
            w.Store(NewW + i);
            if (S0 != null) s0.Store(New0 + i);
            if (S1 != null) s1.Store(New1 + i);
            if (S2 != null) s2.Store(New2 + i);
        }
    }
}
