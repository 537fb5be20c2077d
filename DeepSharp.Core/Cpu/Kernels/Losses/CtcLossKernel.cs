namespace DeepSharp.Cpu;

/// <summary>Connectionist temporal classification: the sums over paths run forward, two steps kept; samples are shared among threads.</summary>
internal sealed unsafe class CtcLossKernel : CpuKernel<CtcLossOp>
{
    protected override void Run(CtcLossOp op, ReadOnlySpan<Tensor> inputs, ReadOnlySpan<Tensor> outputs)
    {
        if (outputs[0].DType == DType.Float32) Run<float>(op, inputs, outputs[0]);
        else Run<double>(op, inputs, outputs[0]);
    }

    private static void Run<T>(CtcLossOp op, ReadOnlySpan<Tensor> inputs, Tensor loss) where T : unmanaged
    {
        var body = new Body<T> { Samples = new(inputs, op.Blank, op), Loss = loss.Pointer<T>() };
        CpuPool.For(body.Samples.Count, 1, ref body);
    }

    private struct Body<T> : IParallelBody where T : unmanaged
    {
        public CtcSamples<T> Samples;
        public T* Loss;

        public readonly void Run(int start, int end)
        {
            var job = new Job<T> { Body = this, Start = start, End = end };
            LaneDispatch.Run<double, Job<T>>(ref job);
        }
    }

    private struct Job<T> : ILaneJob<double> where T : unmanaged
    {
        public Body<T> Body;
        public int Start, End;

        public readonly void Run<V>() where V : struct, ILane<V, double>
        {
            var samples = Body.Samples;
            using var scratch = ScratchArena.Rent<double>(CtcRows<T>.Room(samples, 2));
            var rows = new CtcRows<T>(samples, 2, scratch.Pointer);
            for (int sample = Start; sample < End; sample++)
            {
                rows.Begin(sample);
                int steps = samples.StepsOf(sample);
                rows.Clear(rows.Row(0));
                rows.Clear(rows.Row(1));
                rows.Row(0)[0] = 1;
                rows.Row(0)[rows.Width] = 0;
                for (int t = 0; t < steps; t++)
                {
                    rows.Emit<V>(t);
                    rows.Forward<V>(rows.Row(t & 1), rows.Row(~t & 1));
                }
                var (mantissa, exponent) = rows.Total(rows.Row(steps & 1));
                double loss = mantissa == 0 ? double.PositiveInfinity : -Math.FusedMultiplyAdd(exponent, Math.Log(2), Math.Log(mantissa));
                if (typeof(T) == typeof(float)) ((float*)Body.Loss)[sample] = (float)loss;
                else ((double*)Body.Loss)[sample] = loss;
            }
        }
    }
}
