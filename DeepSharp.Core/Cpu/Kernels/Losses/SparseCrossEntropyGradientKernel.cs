namespace DeepSharp.Cpu;

/// <summary>The gradient of sparse cross-entropy: the exponentials are stored once, scaled, and one element is corrected.</summary>
internal sealed unsafe class SparseCrossEntropyGradientKernel : CpuKernel<SparseCrossEntropyGradientOp>
{
    protected override bool CanOverwrite(SparseCrossEntropyGradientOp op, int input, int output) => input == 0;

    protected override void Run(SparseCrossEntropyGradientOp op, ReadOnlySpan<Tensor> inputs, ReadOnlySpan<Tensor> outputs)
    {
        if (outputs[0].DType == DType.Float32) Run<float>(op, inputs, outputs[0]);
        else Run<double>(op, inputs, outputs[0]);
    }

    private static void Run<T>(SparseCrossEntropyGradientOp op, ReadOnlySpan<Tensor> inputs, Tensor dx) where T : unmanaged
    {
        int n = dx.Shape[^1];
        var reader = LabelReader.Checked(inputs[1], n, op.IgnoreClass, op);
        var row = new Row<T>
        {
            X = inputs[0].Pointer<T>(),
            Dy = inputs[2].Pointer<T>(),
            Dx = dx.Pointer<T>(),
            Labels = reader,
            Ignore = op.IgnoreClass,
            N = n,
        };
        long count = inputs[2].Count;
        if (n is > 0 and <= TurnedRows.Longest)
            RowLoop.Run<T, Rows<T>>(TurnedRows.Groups(count), n * TurnedRows.Group, new Rows<T> { Row = row, Count = count });
        else
            RowLoop.Run<T, Row<T>>(count, n, row);
    }

    private struct Row<T> : IRowJob<T> where T : unmanaged
    {
        public T* X, Dy, Dx;
        public LabelReader Labels;
        public int? Ignore;
        public int N;

        public readonly void Run<V>(long row, T* buffer) where V : struct, ILane<V, T>
        {
            T* x = X + row * N, dx = Dx + row * N;
            if (Labels[row] == Ignore)
            {
                new Span<T>(dx, N).Clear();
                return;
            }
            T max = SoftmaxRow.Max<V, T>(x, N), sum = SoftmaxRow.SumExp<V, T>(x, max, N, dx, buffer);
            var dy = new Wide1<T>(Dy[row]);
            SoftmaxRow.Scale<V, T>(dx, N, (dy / new Wide1<T>(sum)).First);
            T* hit = dx + Labels[row];
            *hit = (new Wide1<T>(*hit) - dy).First;
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
            T* room = stackalloc T[TurnedRows.Longest * lanes + CacheLines.Spare<T>()], turned = CacheLines.Align(room), arriving = stackalloc T[lanes];
            long first = group * lanes;
            int n = Row.N, rows = TurnedRows.RowsOf(group, Count);
            T* dx = Row.Dx + first * n;
            TurnedRows.In(Row.X + first * n, rows, n, turned);
            for (int r = 0; r < lanes; r++) arriving[r] = r < rows ? Row.Dy[first + r] : default;
            for (int c = 0; c < lanes; c += V.Count)
            {
                var (_, sum) = TurnedRows.Exponentials<V, T>(turned + c, n);
                TurnedRows.Scale<V, T>(turned + c, n, V.Load(arriving + c) / sum);
            }
            TurnedRows.Out(turned, rows, n, dx);
            for (int r = 0; r < rows; r++)
            {
                long label = Row.Labels[first + r];
                T* hit = dx + r * n + label;
                if (label == Row.Ignore) new Span<T>(dx + r * n, n).Clear();
                else *hit = (new Wide1<T>(*hit) - new Wide1<T>(arriving[r])).First;
            }
        }
    }
}
