namespace DeepSharp.Cpu;

/// <summary>
/// The gradient of connectionist temporal classification: forward sums of all steps are kept, backward sums follow from the end, and
/// their product gives how probable each state is at each step. Samples are shared among threads.
/// </summary>
internal sealed unsafe class CtcGradientKernel : CpuKernel<CtcGradientOp>
{
    protected override void Run(CtcGradientOp op, ReadOnlySpan<Tensor> inputs, ReadOnlySpan<Tensor> outputs)
    {
        if (outputs[0].DType == DType.Float32) Run<float>(op, inputs, outputs[0]);
        else Run<double>(op, inputs, outputs[0]);
    }

    private static void Run<T>(CtcGradientOp op, ReadOnlySpan<Tensor> inputs, Tensor dx) where T : unmanaged
    {
        var body = new Body<T> { Samples = new(inputs, op.Blank, op), Dy = inputs[4].Pointer<T>(), Dx = dx.Pointer<T>() };
        CpuPool.For(body.Samples.Count, 1, ref body);
    }

    private struct Body<T> : IParallelBody where T : unmanaged
    {
        public CtcSamples<T> Samples;
        public T* Dy, Dx;

        public readonly void Run(int start, int end)
        {
            int states = Samples.States, steps = Samples.Steps, classes = Samples.Classes;
            using var scratch = ScratchArena.Rent<double>((long)states * (steps + 3) + steps + classes);
            for (int sample = start; sample < end; sample++) Sample(sample, scratch.Pointer);
        }

        private readonly void Sample(int sample, double* memory)
        {
            int width = Samples.States, all = Samples.Steps, states = Samples.StatesOf(sample), steps = Samples.StepsOf(sample), classes = Samples.Classes;
            double* alpha = memory, beta = alpha + (long)width * (all + 1), on = beta + width, normalizers = on + width, occupied = normalizers + all;
            Samples.Begin(sample, alpha);
            for (int t = 0; t < steps; t++)
            {
                normalizers[t] = Samples.Normalizer(sample, t);
                Samples.Forward(sample, t, normalizers[t], alpha + (long)t * width, alpha + (long)(t + 1) * width);
            }
            double total = Samples.Total(sample, alpha + (long)steps * width), dy = CtcSamples<T>.Value(Dy[sample]);

            for (int s = 0; s < states; s++) beta[s] = s >= states - 2 ? 0 : double.NegativeInfinity;
            for (int t = steps - 1; t >= 0; t--)
            {
                T* x = Samples.Row(sample, t), dx = Dx + ((long)sample * all + t) * classes;
                double* here = alpha + (long)(t + 1) * width;
                new Span<double>(occupied, classes).Clear();
                for (int s = 0; s < states; s++)
                {
                    int k = Samples.ClassOf(sample, s);
                    occupied[k] += Math.Exp(here[s] + beta[s] - total);
                    on[s] = beta[s] + CtcSamples<T>.Value(x[k]) - normalizers[t];
                }
                for (int k = 0; k < classes; k++)
                {
                    double g = (Math.Exp(CtcSamples<T>.Value(x[k]) - normalizers[t]) - occupied[k]) * dy;
                    if (typeof(T) == typeof(float)) ((float*)dx)[k] = (float)g;
                    else ((double*)dx)[k] = g;
                }
                Samples.Backward(sample, on, beta);
            }
            new Span<T>(Dx + ((long)sample * all + steps) * classes, (all - steps) * classes).Clear();
        }
    }
}
