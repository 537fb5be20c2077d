namespace DeepSharp.Cpu;

/// <summary>Bernoulli draws: a comparison of 24 bits with a whole number.</summary>
internal sealed unsafe class RandomBernoulliKernel : CpuKernel<RandomBernoulliOp>
{
    protected override void Run(RandomBernoulliOp op, ReadOnlySpan<Tensor> inputs, ReadOnlySpan<Tensor> outputs)
    {
        var (state, y) = (inputs[0], outputs[0]);
        switch (y.DType)
        {
            case DType.Float32: Run(op, state, y, 1f); break;
            case DType.Float64: Run(op, state, y, 1.0); break;
            case DType.Int32: Run(op, state, y, 1); break;
            case DType.Int64: Run(op, state, y, 1L); break;
            default: Run(op, state, y, (byte)1); break;
        }
    }

    private static void Run<T>(RandomBernoulliOp op, Tensor state, Tensor y, T one) where T : unmanaged =>
        WordLoop.Run(state, y.Count, new Job<T> { To = (T*)y.Bytes(), One = one, Threshold = RandomBernoulliOp.Threshold(op.P) });

    private struct Job<T> : IWordJob where T : unmanaged
    {
        public T* To;
        public T One;
        public int Threshold;

        public static int WordsPerElement => 1;

        public readonly void Run(uint* words, long first, int count)
        {
            T* to = To + first;
            for (int i = 0; i < count; i++) to[i] = (int)(words[i] >> 8) < Threshold ? One : default;
        }
    }
}
