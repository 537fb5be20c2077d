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
        var row = new Row<T> { X = x.Pointer<T>(), Loss = loss.Pointer<T>(), Labels = reader, Ignore = op.IgnoreClass, N = n };
        if (n is > 0 and <= TurnedRows.Longest)
            RowLoop.Run<T, Rows<T>>(TurnedRows.Groups(loss.Count), n * TurnedRows.Group, new Rows<T> { Row = row, Count = loss.Count });
        else
            RowLoop.Run<T, Row<T>>(loss.Count, n, row);
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

    /// <summary>A group of short rows.</summary>
    private struct Rows<T> : IRowJob<T> where T : unmanaged
    {
        public Row<T> Row;
        public long Count;

        public readonly void Run<V>(long group, T* buffer) where V : struct, ILane<V, T>
        {
            const int lanes = TurnedRows.Group;
            T* room = stackalloc T[TurnedRows.Longest * lanes + CacheLines.Spare<T>()], turned = CacheLines.Align(room);
            T* picked = stackalloc T[2 * lanes], losses = picked + lanes;
            long first = group * lanes;
            int n = Row.N, rows = TurnedRows.RowsOf(group, Count);
            T* x = Row.X + first * n;
            TurnedRows.In(x, rows, n, turned);
            for (int r = 0; r < lanes; r++)
                picked[r] = r < rows && Row.Labels[first + r] is var label && label != Row.Ignore ? x[r * n + label] : default;
            for (int c = 0; c < lanes; c += V.Count)
            {
                var (max, sum) = TurnedRows.Exponentials<V, T>(turned + c, n);
                (V.Log(sum) - (V.Load(picked + c) - max)).Store(losses + c);
            }
            for (int r = 0; r < rows; r++) Row.Loss[first + r] = Row.Labels[first + r] == Row.Ignore ? default : losses[r];
        }
    }
}
