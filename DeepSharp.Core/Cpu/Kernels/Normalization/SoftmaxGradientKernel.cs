namespace DeepSharp.Cpu;

/// <summary>The gradient of softmax along the last axis; along another one the composition runs.</summary>
internal sealed unsafe class SoftmaxGradientKernel : CpuKernel<SoftmaxGradientOp>
{
    protected override bool Supports(SoftmaxGradientOp op, ReadOnlySpan<TensorSpec> inputs) =>
        inputs[0].Shape.Axis(op.Axis, op.Name) == inputs[0].Shape.Rank - 1 && inputs[0] == inputs[1];

    protected override bool CanOverwrite(SoftmaxGradientOp op, int input, int output) => true;

    protected override void Run(SoftmaxGradientOp op, ReadOnlySpan<Tensor> inputs, ReadOnlySpan<Tensor> outputs)
    {
        if (outputs[0].Count == 0) return;
        if (outputs[0].DType == DType.Float32) Run<float>(inputs[0], inputs[1], outputs[0]);
        else Run<double>(inputs[0], inputs[1], outputs[0]);
    }

    private static void Run<T>(Tensor y, Tensor dy, Tensor dx) where T : unmanaged
    {
        int n = y.Shape[^1];
        RowLoop.Run<T, Row<T>>(y.Count / n, n, new Row<T> { Y = y.Pointer<T>(), Dy = dy.Pointer<T>(), Dx = dx.Pointer<T>(), N = n });
    }

    private struct Row<T> : IRowJob<T> where T : unmanaged
    {
        public T* Y, Dy, Dx;
        public int N;

        public readonly void Run<V>(long row, T* buffer) where V : struct, ILane<V, T>
        {
            T* y = Y + row * N, dy = Dy + row * N, dx = Dx + row * N;
            T dot = SoftmaxRow.Dot<V, T>(y, dy, N, buffer);
            int i = 0;
            for (; i <= N - V.Count; i += V.Count) (V.Load(y + i) * (V.Load(dy + i) - V.Splat(dot))).Store(dx + i);
            for (; i < N; i++) dx[i] = (new Wide1<T>(y[i]) * (new Wide1<T>(dy[i]) - new Wide1<T>(dot))).First;
        }
    }
}
