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
            var job = new Job<T> { Samples = Samples, Dy = Dy, Dx = Dx, Start = start, End = end };
            LaneDispatch.Run<double, Job<T>>(ref job);
        }
    }

    private struct Job<T> : ILaneJob<double> where T : unmanaged
    {
        public CtcSamples<T> Samples;
        public T* Dy, Dx;
        public int Start, End;

        public readonly void Run<V>() where V : struct, ILane<V, double>
        {
            // The forward sums before and after each step, the backward sums and those with the step's own probabilities.
            int count = Samples.Steps + 3;
            using var scratch = ScratchArena.Rent<double>(CtcRows<T>.Room(Samples, count));
            using var occupied = ScratchArena.Rent<double>(Samples.Classes);
            var rows = new CtcRows<T>(Samples, count, scratch.Pointer);
            for (int sample = Start; sample < End; sample++)
            {
                rows.Begin(sample);
                Sample<V>(ref rows, sample, occupied.Pointer);
            }
        }

        private readonly void Sample<V>(ref CtcRows<T> rows, int sample, double* occupied) where V : struct, ILane<V, double>
        {
            int all = Samples.Steps, steps = Samples.StepsOf(sample), classes = Samples.Classes, states = rows.States, width = rows.Width;
            double* beta = rows.Row(all + 1), on = rows.Row(all + 2);
            for (int t = 0; t <= steps; t++) rows.Clear(rows.Row(t));
            rows.Row(0)[0] = 1;
            rows.Row(0)[width] = 0;
            for (int t = 0; t < steps; t++)
            {
                rows.Emit<V>(t);
                rows.Forward<V>(rows.Row(t), rows.Row(t + 1));
            }
            var (mantissa, exponent) = rows.Total(rows.Row(steps));
            // Where there is no path there is no share either.
            double share = mantissa > 0 ? 1 / mantissa : double.NaN, dy = CtcSamples<T>.Value(Dy[sample]);

            rows.Clear(beta);
            rows.Clear(on);
            for (int s = Math.Max(0, states - 2); s < states; s++) (beta[s], beta[s + width]) = (1, 0);
            for (int t = steps - 1; t >= 0; t--)
            {
                // The last step's are still there.
                if (t < steps - 1) rows.Emit<V>(t);
                double* here = rows.Row(t + 1);
                for (int s = 0; s < states; s += V.Count)
                {
                    var shift = V.Load(here + s + width) + V.Load(beta + s + width) - V.Splat(exponent);
                    (LaneScaled.Value(V.Load(here + s) * V.Load(beta + s), shift) * V.Splat(share)).Store(on + s);
                }
                new Span<double>(occupied, classes).Clear();
                for (int s = 0; s < states; s++) occupied[rows.ClassOf(s)] += on[s];
                Write(Dx + ((long)sample * all + t) * classes, rows.Probabilities, occupied, dy);
                rows.Backward<V>(beta, on);
            }
            new Span<T>(Dx + ((long)sample * all + steps) * classes, (all - steps) * classes).Clear();
        }

        private readonly void Write(T* dx, double* probabilities, double* occupied, double dy)
        {
            for (int k = 0; k < Samples.Classes; k++)
            {
                double g = (probabilities[k] - occupied[k]) * dy;
                if (typeof(T) == typeof(float)) ((float*)dx)[k] = (float)g;
                else ((double*)dx)[k] = g;
            }
        }
    }
}
