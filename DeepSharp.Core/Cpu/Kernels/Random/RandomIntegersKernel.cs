namespace DeepSharp.Cpu;

/// <summary>Whole numbers in a range: the upper half of a 128-bit product.</summary>
internal sealed unsafe class RandomIntegersKernel : CpuKernel<RandomIntegersOp>
{
    protected override void Run(RandomIntegersOp op, ReadOnlySpan<Tensor> inputs, ReadOnlySpan<Tensor> outputs)
    {
        var y = outputs[0];
        ulong range = unchecked((ulong)op.High - (ulong)op.Low);
        if (y.DType == DType.Int32) WordLoop.Run(inputs[0], y.Count, new Ints { To = y.Pointer<int>(), Low = op.Low, Range = range });
        else WordLoop.Run(inputs[0], y.Count, new Longs { To = y.Pointer<long>(), Low = op.Low, Range = range });
    }

    private static long Pick(ulong number, ulong range, long low) => unchecked(low + (long)Math.BigMul(number, range, out _));

    private struct Ints : IWordJob
    {
        public int* To;
        public long Low;
        public ulong Range;

        public static int WordsPerElement => 2;

        public readonly void Run(uint* words, long first, int count)
        {
            for (int i = 0; i < count; i++) To[first + i] = (int)Pick(((ulong*)words)[i], Range, Low);
        }
    }

    private struct Longs : IWordJob
    {
        public long* To;
        public long Low;
        public ulong Range;

        public static int WordsPerElement => 2;

        public readonly void Run(uint* words, long first, int count)
        {
            for (int i = 0; i < count; i++) To[first + i] = Pick(((ulong*)words)[i], Range, Low);
        }
    }
}
