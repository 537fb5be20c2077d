using System.Numerics;

namespace DeepSharp.Cpu;

/// <summary>The gradient of batch normalization over channels in the last axis: column sums, then dx = (dy − k0 − (x − μ)·k1) · scale by rows.</summary>
internal sealed unsafe class BatchNormGradientKernel : CpuKernel<BatchNormGradientOp>
{
    protected override bool Supports(BatchNormGradientOp op, ReadOnlySpan<TensorSpec> inputs) => op.Axis == inputs[0].Shape.Rank - 1;

    protected override void Run(BatchNormGradientOp op, ReadOnlySpan<Tensor> inputs, ReadOnlySpan<Tensor> outputs)
    {
        if (inputs[1].Count == 0) return;
        if (inputs[0].DType == DType.Float32) Run<float>(op, inputs, outputs);
        else Run<double>(op, inputs, outputs);
    }

    private static void Run<T>(BatchNormGradientOp op, ReadOnlySpan<Tensor> inputs, ReadOnlySpan<Tensor> outputs)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int columns = inputs[0].Shape[^1], rows = checked((int)(inputs[0].Count / columns));
        var slabs = new RowSlabs(rows);
        long size = (long)slabs.Count * columns;
        using var partial = ScratchArena.Rent<double>(2 * size);
        using var factors = ScratchArena.Rent<T>(3L * columns);
        var sums = new ColumnGradientSums<T>
        {
            Slabs = slabs,
            Columns = columns,
            X = inputs[0].Pointer<T>(),
            Mean = inputs[2].Pointer<T>(),
            Dy = inputs[4].Pointer<T>(),
            Plain = partial.Pointer,
            Centered = partial.Pointer + size,
        };
        CpuPool.For(slabs.Count, slabs.Grain(columns), ref sums);
        slabs.Add(sums.Plain, columns);
        slabs.Add(sums.Centered, columns);

        T* gamma = inputs[1].Pointer<T>(), variance = inputs[3].Pointer<T>(), dGamma = outputs[1].Pointer<T>(), dBeta = outputs[2].Pointer<T>();
        T* scale = factors.Pointer, k0 = scale + columns, k1 = k0 + columns;
        for (int c = 0; c < columns; c++)
        {
            double inverse = 1 / Math.Sqrt(double.CreateTruncating(variance[c]) + op.Epsilon);
            dBeta[c] = T.CreateTruncating(sums.Plain[c]);
            dGamma[c] = rows == 0 ? T.Zero : T.CreateTruncating(sums.Centered[c] * inverse);
            scale[c] = T.CreateTruncating(double.CreateTruncating(gamma[c]) * inverse);
            k0[c] = T.CreateTruncating(sums.Plain[c] / rows);
            k1[c] = T.CreateTruncating(sums.Centered[c] * inverse * inverse / rows);
        }
        var apply = new Apply<T>
        {
            Columns = columns,
            X = sums.X,
            Dy = sums.Dy,
            Mean = sums.Mean,
            Scale = scale,
            K0 = k0,
            K1 = k1,
            Dx = outputs[0].Pointer<T>(),
        };
        CpuPool.For(rows, RowSlabs.RowGrain(columns), ref apply);
    }

    private struct Apply<T> : IParallelBody where T : unmanaged
    {
        public int Columns;
        public T* X, Dy, Mean, Scale, K0, K1, Dx;

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
                long at = (long)row * B.Columns;
                int c = 0;
                for (; c <= B.Columns - V.Count; c += V.Count) At<V>(at, c).Store(B.Dx + at + c);
                for (; c < B.Columns; c++) B.Dx[at + c] = At<Wide1<T>>(at, c).First;
            }
        }

        private readonly V At<V>(long at, int c) where V : struct, ILane<V, T>
        {
            var distance = V.Load(B.X + at + c) - V.Load(B.Mean + c);
            return V.FusedMultiplyAdd(-distance, V.Load(B.K1 + c), V.Load(B.Dy + at + c) - V.Load(B.K0 + c)) * V.Load(B.Scale + c);
        }
    }
}
