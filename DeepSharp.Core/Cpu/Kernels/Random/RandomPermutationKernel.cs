namespace DeepSharp.Cpu;

/// <summary>A random order: numbers sorted by 64 random bits each.</summary>
internal sealed unsafe class RandomPermutationKernel : CpuKernel<RandomPermutationOp>
{
    protected override void Run(RandomPermutationOp op, ReadOnlySpan<Tensor> inputs, ReadOnlySpan<Tensor> outputs)
    {
        using var numbers = ScratchArena.Rent<ulong>(op.Count);
        WordLoop.Run(inputs[0], op.Count, new Job { To = numbers.Pointer });
        RandomOrder.Of(numbers.Pointer, op.Count, outputs[0].Pointer<int>());
    }

    private struct Job : IWordJob
    {
        public ulong* To;

        public static int WordsPerElement => 2;

        public readonly void Run(uint* words, long first, int count) =>
            new ReadOnlySpan<ulong>(words, count).CopyTo(new(To + first, count));
    }
}
