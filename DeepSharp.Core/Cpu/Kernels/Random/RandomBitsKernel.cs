namespace DeepSharp.Cpu;

/// <summary>Random bits: the words as they are.</summary>
internal sealed unsafe class RandomBitsKernel : CpuKernel<RandomBitsOp>
{
    protected override void Run(RandomBitsOp op, ReadOnlySpan<Tensor> inputs, ReadOnlySpan<Tensor> outputs)
    {
        var y = outputs[0];
        // An int64 element is two words, the lower one first, as little-endian memory has it.
        WordLoop.Run(inputs[0], y.Count * (y.DType.Size / sizeof(uint)), new Job { To = (uint*)y.Bytes() });
    }

    private struct Job : IWordJob
    {
        public uint* To;

        public static int WordsPerElement => 1;

        public readonly void Run(uint* words, long first, int count) => new ReadOnlySpan<uint>(words, count).CopyTo(new(To + first, count));
    }
}
