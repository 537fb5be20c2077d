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
            using var scratch = ScratchArena.Rent<double>(2L * Samples.States);
            double* alpha = scratch.Pointer, next = alpha + Samples.States;
            for (int sample = start; sample < end; sample++)
            {
                Samples.Begin(sample, alpha);
                for (int t = 0; t < Samples.StepsOf(sample); t++)
                {
                    Samples.Forward(sample, t, Samples.Normalizer(sample, t), alpha, next);
                    double* after = next;
                    next = alpha;
                    alpha = after;
                }
                double loss = -Samples.Total(sample, alpha);
                if (typeof(T) == typeof(float)) ((float*)Loss)[sample] = (float)loss;
                else ((double*)Loss)[sample] = loss;
            }
        }
    }
}
