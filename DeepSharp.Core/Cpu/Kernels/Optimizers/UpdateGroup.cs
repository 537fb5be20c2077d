namespace DeepSharp.Cpu;

/// <summary>Runs a rule over all elements of some variables in one loop: every tensor is read once and written once.</summary>
internal static unsafe class UpdateGroup<TRule, T> where TRule : struct, IUpdateRule where T : unmanaged
{
    private const int Block = UpdateLoop<TRule, T>.Block;

    /// <summary>Updates variables; see <see cref="FusedUpdateOp"/> for inputs and outputs.</summary>
    public static void Run(TRule rule, int count, bool decays, ReadOnlySpan<Tensor> x, ReadOnlySpan<Tensor> y)
    {
        int results = y.Length / count, width = results + 1;
        using var parts = ScratchArena.Rent<UpdatePart<T>>(count);
        long blocks = 0;
        for (int i = 0; i < count; i++)
        {
            ref var part = ref parts.Pointer[i];
            part = UpdatePart<T>.Of(x.Slice(i * width, width), y.Slice(i * results, results));
            part.FirstBlock = blocks;
            blocks += (part.Count + Block - 1) / Block;
        }
        var body = new Body
        {
            Loop = new()
            {
                Rule = rule,
                Rate = *x[count * width].Pointer<T>(),
                Decays = decays,
                Decay = decays ? *x[^1].Pointer<T>() : default,
            },
            Parts = parts.Pointer,
            Count = count,
        };
        CpuPool.For(checked((int)blocks), UpdateLoop<TRule, T>.Grain / Block, ref body);
    }

    private struct Body : IParallelBody, ILaneJob<T>
    {
        public UpdateLoop<TRule, T> Loop;
        public UpdatePart<T>* Parts;
        public int Count;
        private long _start, _end;

        public readonly void Run(int start, int end)
        {
            var blocks = this;
            (blocks._start, blocks._end) = (start, end);
            LaneDispatch.Run<T, Body>(ref blocks);
        }

        public readonly void Run<V>() where V : struct, ILane<V, T>
        {
            int i = Count - 1;
            while (Parts[i].FirstBlock > _start) i--;
            for (; i < Count && Parts[i].FirstBlock < _end; i++)
            {
                ref readonly var part = ref Parts[i];
                long first = Math.Max(_start - part.FirstBlock, 0) * Block, last = Math.Min((_end - part.FirstBlock) * Block, part.Count);
                Loop.Run<V>(part, first, last);
            }
        }
    }
}
