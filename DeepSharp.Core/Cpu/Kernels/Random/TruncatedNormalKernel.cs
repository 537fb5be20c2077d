namespace DeepSharp.Cpu;

/// <summary>Truncated normal numbers by inverting the distribution function.</summary>
internal sealed unsafe class TruncatedNormalKernel : CpuKernel<TruncatedNormalOp>
{
    protected override void Run(TruncatedNormalOp op, ReadOnlySpan<Tensor> inputs, ReadOnlySpan<Tensor> outputs)
    {
        var y = outputs[0];
        if (y.DType == DType.Float32)
            WordLoop.Run(inputs[0], y.Count, new Singles { To = y.Pointer<float>(), Mean = (float)op.Mean, StdDev = (float)op.StdDev });
        else
            WordLoop.Run(inputs[0], y.Count, new Doubles { To = y.Pointer<double>(), Mean = op.Mean, StdDev = op.StdDev });
    }

    private struct Singles : IWordJob
    {
        public float* To;
        public float Mean, StdDev;

        public static int WordsPerElement => 1;

        public readonly void Run(uint* words, long first, int count)
        {
            double* z = stackalloc double[WordLoop.TileWords];
            for (int i = 0; i < count; i++) z[i] = (2 * (int)(words[i] >> 8) + 1) * (1.0 / (1 << 24)) - 1;
            TruncatedQuantile.Run(z, count);
            float* to = To + first;
            for (int i = 0; i < count; i++) to[i] = MathF.FusedMultiplyAdd((float)z[i], StdDev, Mean);
        }
    }

    private struct Doubles : IWordJob
    {
        public double* To;
        public double Mean, StdDev;

        public static int WordsPerElement => 2;

        public readonly void Run(uint* words, long first, int count)
        {
            var numbers = (ulong*)words;
            double* to = To + first;
            for (int i = 0; i < count; i++)
            {
                // 2k + 1 − 2⁵³ is odd and below 2⁵³ in size, so the conversion is exact.
                long steps = 2 * (long)(numbers[i] >> 11) + 1 - (1L << 53);
                to[i] = steps * (1.0 / (1L << 53));
            }
            TruncatedQuantile.Run(to, count);
            for (int i = 0; i < count; i++) to[i] = Math.FusedMultiplyAdd(to[i], StdDev, Mean);
        }
    }
}
