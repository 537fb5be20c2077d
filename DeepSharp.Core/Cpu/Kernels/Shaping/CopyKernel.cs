namespace DeepSharp.Cpu;

/// <summary>A dense copy of any layout, done as a cast to the same type: the block plan gathers.</summary>
internal sealed unsafe class CopyKernel : CpuKernel<CopyOp>
{
    private BlockPlan? _plan;

    public override bool Takes16Bit => true;

    protected override bool AcceptsStrided(CopyOp op, int input) => true;

    protected override void Run(CopyOp op, ReadOnlySpan<Tensor> inputs, ReadOnlySpan<Tensor> outputs)
    {
        if (outputs[0].Count == 0) return;
        _plan ??= new(outputs[0].Shape, inputs);
        var body = new Body { Plan = _plan, From = inputs[0].Bytes(), To = outputs[0].Bytes(), Size = outputs[0].DType.Size };
        CpuPool.For(_plan.Blocks, 32, ref body);
    }

    private struct Body : IParallelBody
    {
        public BlockPlan Plan;
        public byte* From, To;
        public int Size;

        public readonly void Run(int start, int end)
        {
            for (int block = start; block < end; block++)
            {
                Plan.Locate(block, out long first, out int count);
                if (Plan.IsDense(0)) Buffer.MemoryCopy(From + Plan.Offset(0, block) * Size, To + first * Size, (long)count * Size, (long)count * Size);
                else if (Plan.IsStationary(0)) GatherShort(block, first, count);
                else Plan.Gather(0, From, block, To + first * Size, Size);
            }
        }

        /// <summary>A stationary operand is gathered for the longest block, which the last one may be shorter than.</summary>
        private readonly void GatherShort(int block, long first, int count)
        {
            using var scratch = ScratchArena.Rent<byte>((long)BlockPlan.BlockSize * Size);
            Plan.Gather(0, From, block, scratch.Pointer, Size);
            Buffer.MemoryCopy(scratch.Pointer, To + first * Size, (long)count * Size, (long)count * Size);
        }
    }
}
