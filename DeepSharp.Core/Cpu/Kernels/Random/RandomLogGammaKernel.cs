namespace DeepSharp.Cpu;

/// <summary>Gamma variables by rejection: every element tries blocks of its own, so that the outcome does not depend on the order.</summary>
internal sealed unsafe class RandomLogGammaKernel : CpuKernel<RandomLogGammaOp>
{
    private const int Grain = 256, Tile = 256;

    protected override void Run(RandomLogGammaOp op, ReadOnlySpan<Tensor> inputs, ReadOnlySpan<Tensor> outputs)
    {
        var (state, alphas, y) = (inputs[0], inputs[1], outputs[0]);
        foreach (double alpha in alphas.Span<double>())
            if (!(alpha > 0 && double.IsFinite(alpha)))
                throw new InvalidValueException($"[{op.Name}] expects a shape parameter above zero but got {alpha}.");
        if (y.Count == 0) return;
        ulong* words = state.Pointer<ulong>();
        var body = new Body
        {
            Alphas = alphas.Pointer<double>(),
            Single = y.DType == DType.Float32 ? y.Pointer<float>() : null,
            Double = y.DType == DType.Float64 ? y.Pointer<double>() : null,
            Count = y.Count,
            Row = Math.Max(1, y.Count / alphas.Count),
            Seed = words[0],
            Draw = words[1],
        };
        CpuPool.For(checked((int)y.Count), Grain, ref body);
    }

    private struct Body : IParallelBody
    {
        public double* Alphas, Double;
        public float* Single;
        public long Count, Row;
        public ulong Seed, Draw;

        public readonly void Run(int start, int end)
        {
            // The blocks of the first tries follow each other.
            using var words = ScratchArena.Rent<uint>(4 * (Tile + PhiloxWords.BlocksPerGroup));
            for (int first = start; first < end; first += Tile)
            {
                int count = Math.Min(Tile, end - first);
                PhiloxWords.Fill(words.Pointer, (ulong)first, count, Draw, Seed);
                for (int i = 0; i < count; i++)
                {
                    int element = first + i;
                    uint* w = words.Pointer + 4 * i;
                    double value = LogGamma(element, Alphas[element / Row], new(w[0], w[1], w[2], w[3]));
                    if (Single != null) Single[element] = (float)value;
                    else Double[element] = value;
                }
            }
        }

        private readonly double LogGamma(int element, double alpha, Philox.Words words)
        {
            double d = (alpha < 1 ? alpha + 1 : alpha) - 1.0 / 3, spread = 1 / Math.Sqrt(9 * d);
            for (ulong attempt = 1; ; words = Philox.Block(attempt++ * (ulong)Count + (ulong)element, Draw, Seed))
            {
                double x = Math.Sqrt(-2 * Math.Log(Unit(words.W0))) * Math.Cos(2 * Math.PI * Unit(words.W1));
                double t = 1 + x * spread;
                if (t <= 0) continue;
                t *= t * t;
                // Below 1 − 0.0331 x⁴ the condition holds, as the source shows: most tries need no logarithms.
                double w = Unit(words.W2), square = x * x;
                if (w >= 1 - 0.0331 * square * square && Math.Log(w) >= square / 2 + d - d * t + d * Math.Log(t)) continue;
                return Math.Log(d * t) + (alpha < 1 ? Math.Log(Unit(words.W3)) / alpha : 0);
            }
        }

        private static double Unit(uint word) => ((word >> 8) + 0.5) / (1 << 24);
    }
}
