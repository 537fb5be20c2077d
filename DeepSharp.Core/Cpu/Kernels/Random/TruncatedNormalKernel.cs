namespace DeepSharp.Cpu;

/// <summary>Truncated normal numbers by inverting the distribution function.</summary>
internal sealed unsafe class TruncatedNormalKernel : CpuKernel<TruncatedNormalOp>
{
    /// <summary>erf √2: the probability that a normal number lies within two standard deviations.</summary>
    private const double Within = 0.95449973610364158;

    protected override void Run(TruncatedNormalOp op, ReadOnlySpan<Tensor> inputs, ReadOnlySpan<Tensor> outputs)
    {
        var y = outputs[0];
        if (y.DType == DType.Float32)
            WordLoop.Run(inputs[0], y.Count, new Singles { To = y.Pointer<float>(), Mean = (float)op.Mean, StdDev = (float)op.StdDev });
        else
            WordLoop.Run(inputs[0], y.Count, new Doubles { To = y.Pointer<double>(), Mean = op.Mean, StdDev = op.StdDev });
    }

    private static double Invert(double t) => Math.Clamp(Math.Sqrt(2) * ErrorFunction.ErfInv(t * Within), -2, 2);

    private struct Singles : IWordJob
    {
        public float* To;
        public float Mean, StdDev;

        public static int WordsPerElement => 1;

        public readonly void Run(uint* words, long first, int count)
        {
            for (int i = 0; i < count; i++)
                To[first + i] = MathF.FusedMultiplyAdd((float)Invert((2 * (int)(words[i] >> 8) + 1) * (1.0 / (1 << 24)) - 1), StdDev, Mean);
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
            for (int i = 0; i < count; i++)
            {
                // 2k + 1 − 2⁵³ is odd and below 2⁵³ in size, so the conversion is exact.
                long steps = 2 * (long)(numbers[i] >> 11) + 1 - (1L << 53);
                To[first + i] = Math.FusedMultiplyAdd(Invert(steps * (1.0 / (1L << 53))), StdDev, Mean);
            }
        }
    }
}
