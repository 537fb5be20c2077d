using System.Numerics;

namespace DeepSharp.Cpu;

/// <summary>Batch normalization over channels in the last axis: the data is a matrix whose columns are the channels. Other axes use the composition.</summary>
internal sealed unsafe class BatchNormKernel : CpuKernel<BatchNormOp>
{
    protected override bool Supports(BatchNormOp op, ReadOnlySpan<TensorSpec> inputs) => op.Axis == inputs[0].Shape.Rank - 1;

    protected override void Run(BatchNormOp op, ReadOnlySpan<Tensor> inputs, ReadOnlySpan<Tensor> outputs)
    {
        if (inputs[1].Count == 0) return;
        if (inputs[0].DType == DType.Float32) Run<float>(op, inputs, outputs);
        else Run<double>(op, inputs, outputs);
    }

    private static void Run<T>(BatchNormOp op, ReadOnlySpan<Tensor> inputs, ReadOnlySpan<Tensor> outputs) where T : unmanaged, IFloatingPointIeee754<T>
    {
        int columns = inputs[0].Shape[^1], rows = checked((int)(inputs[0].Count / columns));
        var slabs = new RowSlabs(rows);
        using var partial = ScratchArena.Rent<double>(2L * slabs.Count * columns);
        using var factors = ScratchArena.Rent<T>(columns);
        var moments = new ColumnMoments<T>
        {
            Slabs = slabs,
            Columns = columns,
            X = inputs[0].Pointer<T>(),
            Mean = partial.Pointer,
            Squares = partial.Pointer + (long)slabs.Count * columns,
        };
        CpuPool.For(slabs.Count, slabs.Grain(columns), ref moments);
        moments.Join();

        T* gamma = inputs[1].Pointer<T>(), mean = outputs[1].Pointer<T>(), variance = outputs[2].Pointer<T>(), scale = factors.Pointer;
        for (int c = 0; c < columns; c++)
        {
            // No rows at all have no mean: 0 / 0.
            double square = moments.Squares[c] / rows;
            mean[c] = rows == 0 ? T.NaN : T.CreateTruncating(moments.Mean[c]);
            variance[c] = T.CreateTruncating(square);
            scale[c] = T.CreateTruncating(double.CreateTruncating(gamma[c]) / Math.Sqrt(square + op.Epsilon));
        }
        var apply = new Apply<T>
        {
            Columns = columns,
            X = moments.X,
            Mean = mean,
            Scale = scale,
            Beta = inputs[2].Pointer<T>(),
            Y = outputs[0].Pointer<T>(),
        };
        CpuPool.For(rows, RowSlabs.RowGrain(columns), ref apply);
    }

    /// <summary>Parallel body: y = (x − mean) · scale + beta by rows.</summary>
    private struct Apply<T> : IParallelBody where T : unmanaged
    {
        public int Columns;
        public T* X, Mean, Scale, Beta, Y;

        public readonly void Run(int start, int end)
        {
            var job = new Job<T> { B = this, Start = start, End = end };
            LaneDispatch.Run<T, Job<T>>(ref job);
        }
    }

    private struct Job<T> : ILaneJob<T> where T : unmanaged
    {
        public Apply<T> B;
        public int Start, End;

        public readonly void Run<V>() where V : struct, ILane<V, T>
        {
            for (int row = Start; row < End; row++)
            {
                T* x = B.X + (long)row * B.Columns, y = B.Y + (long)row * B.Columns;
                int c = 0;
                for (; c <= B.Columns - V.Count; c += V.Count) At<V>(x + c, c).Store(y + c);
                for (; c < B.Columns; c++) y[c] = At<Wide1<T>>(x + c, c).First;
            }
        }

        private readonly V At<V>(T* x, int c) where V : struct, ILane<V, T> =>
            V.FusedMultiplyAdd(V.Load(x) - V.Load(B.Mean + c), V.Load(B.Scale + c), V.Load(B.Beta + c));
    }
}
