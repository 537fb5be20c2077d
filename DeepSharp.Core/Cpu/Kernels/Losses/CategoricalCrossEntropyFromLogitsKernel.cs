namespace DeepSharp.Cpu;

/// <summary>Categorical cross-entropy over the last axis: ln Σ exp(x − max) · Σ t − Σ t · (x − max).</summary>
internal sealed unsafe class CategoricalCrossEntropyFromLogitsKernel : CpuKernel<CategoricalCrossEntropyFromLogitsOp>
{
    protected override bool Supports(CategoricalCrossEntropyFromLogitsOp op, ReadOnlySpan<TensorSpec> inputs) =>
        ClassAxis.IsLast(inputs[0].Shape, op.Axis, op.Name);

    protected override void Run(CategoricalCrossEntropyFromLogitsOp op, ReadOnlySpan<Tensor> inputs, ReadOnlySpan<Tensor> outputs)
    {
        if (outputs[0].DType == DType.Float32) Run<float>(inputs[0], inputs[1], outputs[0]);
        else Run<double>(inputs[0], inputs[1], outputs[0]);
    }

    private static void Run<T>(Tensor x, Tensor t, Tensor loss) where T : unmanaged
    {
        int n = x.Shape[^1];
        RowLoop.Run<T, Row<T>>(loss.Count, n, new Row<T> { X = x.Pointer<T>(), Targets = t.Pointer<T>(), Loss = loss.Pointer<T>(), N = n });
    }

    private struct Row<T> : IRowJob<T> where T : unmanaged
    {
        public T* X, Targets, Loss;
        public int N;

        public readonly void Run<V>(long row, T* buffer) where V : struct, ILane<V, T>
        {
            T* x = X + row * N, t = Targets + row * N;
            T max = SoftmaxRow.Max<V, T>(x, N), sum = SoftmaxRow.SumExp<V, T>(x, max, N, null, buffer);
            var weight = V.Splat(SoftmaxRow.Sum<V, T>(t, N, buffer));
            Loss[row] = (V.Log(V.Splat(sum)) * weight - V.Splat(Dot<V>(x, t, max, buffer))).First;
        }

        /// <summary>Σ t · (x − max).</summary>
        private readonly T Dot<V>(T* x, T* t, T max, T* buffer) where V : struct, ILane<V, T>
        {
            var (total, shift) = (V.Of(0), V.Splat(max));
            int i = 0;
            for (; i <= N - V.Count; i += V.Count) total = V.FusedMultiplyAdd(V.Load(t + i), V.Load(x + i) - shift, total);
            if (i < N)
            {
                var tail = LaneTail.Load(x + i, N - i, shift, buffer) - shift;
                total = V.FusedMultiplyAdd(LaneTail.Load(t + i, N - i, V.Of(0), buffer), tail, total);
            }
            return V.SumAcross(total);
        }
    }
}
