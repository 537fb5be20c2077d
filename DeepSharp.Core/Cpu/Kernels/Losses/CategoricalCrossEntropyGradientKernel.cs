namespace DeepSharp.Cpu;

/// <summary>The gradient of categorical cross-entropy for the logits: the exponentials are stored once and corrected in place.</summary>
internal sealed unsafe class CategoricalCrossEntropyGradientKernel : CpuKernel<CategoricalCrossEntropyGradientOp>
{
    protected override bool CanOverwrite(CategoricalCrossEntropyGradientOp op, int input, int output) => input == 0;

    protected override void Run(CategoricalCrossEntropyGradientOp op, ReadOnlySpan<Tensor> inputs, ReadOnlySpan<Tensor> outputs)
    {
        if (outputs[0].DType == DType.Float32) Run<float>(inputs, outputs[0]);
        else Run<double>(inputs, outputs[0]);
    }

    private static void Run<T>(ReadOnlySpan<Tensor> inputs, Tensor dx) where T : unmanaged
    {
        int n = dx.Shape[^1];
        var row = new Row<T>
        {
            X = inputs[0].Pointer<T>(),
            Targets = inputs[1].Pointer<T>(),
            Dy = inputs[2].Pointer<T>(),
            Dx = dx.Pointer<T>(),
            N = n,
        };
        RowLoop.Run<T, Row<T>>(inputs[2].Count, n, row);
    }

    private struct Row<T> : IRowJob<T> where T : unmanaged
    {
        public T* X, Targets, Dy, Dx;
        public int N;

        public readonly void Run<V>(long row, T* buffer) where V : struct, ILane<V, T>
        {
            T* x = X + row * N, t = Targets + row * N, dx = Dx + row * N;
            T max = SoftmaxRow.Max<V, T>(x, N), sum = SoftmaxRow.SumExp<V, T>(x, max, N, dx, buffer);
            var weight = new Wide1<T>(SoftmaxRow.Sum<V, T>(t, N, buffer)) / new Wide1<T>(sum);
            var (scale, dy) = (V.Splat(weight.First), V.Splat(Dy[row]));
            int i = 0;
            for (; i <= N - V.Count; i += V.Count) ((V.Load(dx + i) * scale - V.Load(t + i)) * dy).Store(dx + i);
            if (i < N) V.StorePart((V.LoadPart(dx + i, N - i) * scale - V.LoadPart(t + i, N - i)) * dy, dx + i, N - i);
        }
    }
}
