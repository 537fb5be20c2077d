namespace DeepSharp.Cpu;

/// <summary>Normal numbers by Box and Muller: the pairs' numbers are sorted apart, transformed by lanes, and put back side by
/// side.</summary>
internal sealed unsafe class RandomNormalKernel : CpuKernel<RandomNormalOp>
{
    private const int MaxPairs = WordLoop.TileWords / 2;

    protected override void Run(RandomNormalOp op, ReadOnlySpan<Tensor> inputs, ReadOnlySpan<Tensor> outputs)
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
            float* u = stackalloc float[MaxPairs], v = stackalloc float[MaxPairs];
            int pairs = (count + 1) / 2;
            for (int k = 0; k < pairs; k++)
            {
                u[k] = ((int)(words[2 * k] >> 8) + 1) * (1f / (1 << 24));
                v[k] = (int)(words[2 * k + 1] >> 8) * (1f / (1 << 24));
            }
            Transform(u, v, pairs, To + first, count, Mean, StdDev);
        }
    }

    private struct Doubles : IWordJob
    {
        public double* To;
        public double Mean, StdDev;

        public static int WordsPerElement => 2;

        public readonly void Run(uint* words, long first, int count)
        {
            double* u = stackalloc double[MaxPairs / 2], v = stackalloc double[MaxPairs / 2];
            int pairs = (count + 1) / 2;
            var numbers = (ulong*)words;
            for (int k = 0; k < pairs; k++)
            {
                u[k] = ((long)(numbers[2 * k] >> 11) + 1) * (1.0 / (1L << 53));
                v[k] = (long)(numbers[2 * k + 1] >> 11) * (1.0 / (1L << 53));
            }
            Transform(u, v, pairs, To + first, count, Mean, StdDev);
        }
    }

    private static void Transform<T>(T* u, T* v, int pairs, T* to, int count, T mean, T stddev) where T : unmanaged
    {
        var job = new BoxMuller<T> { U = u, V = v, Count = pairs, Mean = mean, StdDev = stddev };
        LaneDispatch.Run<T, BoxMuller<T>>(ref job);
        for (int k = 0; k < count / 2; k++) (to[2 * k], to[2 * k + 1]) = (u[k], v[k]);
        if (count % 2 == 1) to[count - 1] = u[pairs - 1];
    }

    /// <summary>(u, v) becomes the pair of normal numbers.</summary>
    private struct BoxMuller<T> : ILaneJob<T> where T : unmanaged
    {
        public T* U, V;
        public int Count;
        public T Mean, StdDev;

        public readonly void Run<TLane>() where TLane : struct, ILane<TLane, T>
        {
            int i = 0;
            for (; i <= Count - TLane.Count; i += TLane.Count) Pair<TLane>(i);
            for (; i < Count; i++) Pair<Wide1<T>>(i);
        }

        private readonly void Pair<TLane>(int i) where TLane : struct, ILane<TLane, T>
        {
            var radius = TLane.Sqrt(TLane.Log(TLane.Load(U + i)) * TLane.Of(-2));
            var angle = TLane.Load(V + i) * TLane.Of(2 * Math.PI);
            TLane.FusedMultiplyAdd(radius * TLane.Cos(angle), TLane.Splat(StdDev), TLane.Splat(Mean)).Store(U + i);
            TLane.FusedMultiplyAdd(radius * TLane.Sin(angle), TLane.Splat(StdDev), TLane.Splat(Mean)).Store(V + i);
        }
    }
}
