namespace DeepSharp.Cpu;

/// <summary>A random order: numbers sorted by 64 random bits each.</summary>
internal sealed unsafe class RandomPermutationKernel : CpuKernel<RandomPermutationOp>
{
    protected override void Run(RandomPermutationOp op, ReadOnlySpan<Tensor> inputs, ReadOnlySpan<Tensor> outputs)
    {
        int n = op.Count;
        using var scratch = ScratchArena.Rent<ulong>(n);
        WordLoop.Run(inputs[0], n, new Job { To = scratch.Pointer });
        var keys = new Span<ulong>(scratch.Pointer, n);
        var order = outputs[0].Span<int>();
        for (int i = 0; i < n; i++) order[i] = i;
        keys.Sort(order);

        // The sort leaves the order of equal keys open; the op says they keep theirs.
        for (int i = 1, start = 0; i <= n; i++)
        {
            if (i < n && keys[i] == keys[start]) continue;
            if (i - start > 1) order[start..i].Sort();
            start = i;
        }
    }

    private struct Job : IWordJob
    {
        public ulong* To;

        public static int WordsPerElement => 2;

        public readonly void Run(uint* words, long first, int count) =>
            new ReadOnlySpan<ulong>(words, count).CopyTo(new(To + first, count));
    }
}
