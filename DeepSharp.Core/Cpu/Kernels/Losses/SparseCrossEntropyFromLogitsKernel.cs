namespace DeepSharp.Cpu;

/// <summary>Sparse cross-entropy over the last axis: one reading for the maximum, one for the sum, nothing stored but the loss.</summary>
internal sealed unsafe class SparseCrossEntropyFromLogitsKernel : CpuKernel<SparseCrossEntropyFromLogitsOp>
{
    protected override bool Supports(SparseCrossEntropyFromLogitsOp op, ReadOnlySpan<TensorSpec> inputs) =>
        ClassAxis.IsLast(inputs[0].Shape, op.Axis, op.Name);

    protected override void Run(SparseCrossEntropyFromLogitsOp op, ReadOnlySpan<Tensor> inputs, ReadOnlySpan<Tensor> outputs)
    {
        if (outputs[0].DType == DType.Float32) Run<float>(op, inputs[0], inputs[1], outputs[0]);
        else Run<double>(op, inputs[0], inputs[1], outputs[0]);
    }

    private static void Run<T>(SparseCrossEntropyFromLogitsOp op, Tensor x, Tensor labels, Tensor loss) where T : unmanaged
    {
        int n = x.Shape[^1];
        var reader = LabelReader.Checked(labels, n, op.IgnoreClass, op);
        RowLoop.Run<T, Row<T>>(loss.Count, n,
            new Row<T> { X = x.Pointer<T>(), Loss = loss.Pointer<T>(), Labels = reader, Ignore = op.IgnoreClass, N = n });
    }

    private struct Row<T> : IRowJob<T> where T : unmanaged
    {
        public T* X, Loss;
        public LabelReader Labels;
        public int? Ignore;
        public int N;

        public readonly void Run<V>(long row, T* buffer) where V : struct, ILane<V, T>
        {
            Loss[row] = default;
            if (Labels[row] == Ignore) return;
            T* x = X + row * N;
            T max = SoftmaxRow.Max<V, T>(x, N), sum = SoftmaxRow.SumExp<V, T>(x, max, N, null, buffer);
            Loss[row] = (V.Log(V.Splat(sum)) - (V.Splat(x[Labels[row]]) - V.Splat(max))).First;
        }
    }
}
