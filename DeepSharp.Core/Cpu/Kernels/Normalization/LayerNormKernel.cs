using System.Numerics;
using System.Runtime.CompilerServices;

namespace DeepSharp.Cpu;

/// <summary>Layer normalization row by row: statistics and result while the row is in cache.</summary>
internal sealed unsafe class LayerNormKernel : CpuKernel<LayerNormOp>
{
    protected override void Run(LayerNormOp op, ReadOnlySpan<Tensor> inputs, ReadOnlySpan<Tensor> outputs)
    {
        if (outputs[0].Count == 0) return;
        if (outputs[0].DType == DType.Float32) Run<float>(op, inputs, outputs[0]);
        else Run<double>(op, inputs, outputs[0]);
    }

    private static void Run<T>(LayerNormOp op, ReadOnlySpan<Tensor> inputs, Tensor y) where T : unmanaged, IFloatingPointIeee754<T>
    {
        int columns = checked((int)inputs[1].Count);
        var body = new Body<T>
        {
            Columns = columns,
            Epsilon = op.Epsilon,
            X = inputs[0].Pointer<T>(),
            Gamma = inputs[1].Pointer<T>(),
            Beta = inputs[2].Pointer<T>(),
            Y = y.Pointer<T>(),
        };
        CpuPool.For(checked((int)(y.Count / columns)), RowSlabs.RowGrain(columns), ref body);
    }

    private struct Body<T> : IParallelBody where T : unmanaged, IFloatingPointIeee754<T>
    {
        public int Columns;
        public double Epsilon;
        public T* X, Gamma, Beta, Y;

        public readonly void Run(int start, int end)
        {
            var job = new Job<T> { B = this, Start = start, End = end };
            LaneDispatch.Run<T, Job<T>>(ref job);
        }
    }

    private struct Job<T> : ILaneJob<T> where T : unmanaged, IFloatingPointIeee754<T>
    {
        public Body<T> B;
        public int Start, End;

        public readonly void Run<V>() where V : struct, ILane<V, T>
        {
            for (int row = Start; row < End; row++)
            {
                T* x = B.X + (long)row * B.Columns, y = B.Y + (long)row * B.Columns;
                var (mean, variance) = RowMoments.Of<V, T>(x, B.Columns);
                T center = T.CreateTruncating(mean), inverse = T.CreateTruncating(1 / Math.Sqrt(variance + B.Epsilon));
                Row<V>(x, y, center, inverse);
            }
        }

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        private readonly void Row<V>(T* x, T* y, T mean, T inverse) where V : struct, ILane<V, T>
        {
            int columns = B.Columns, c = 0;
            T* gamma = B.Gamma, beta = B.Beta;
            V center = V.Splat(mean), factor = V.Splat(inverse);
            for (; c <= columns - V.Count; c += V.Count)
                V.FusedMultiplyAdd((V.Load(x + c) - center) * factor, V.Load(gamma + c), V.Load(beta + c)).Store(y + c);
            for (; c < columns; c++) y[c] = T.FusedMultiplyAdd((x[c] - mean) * inverse, gamma[c], beta[c]);
        }
    }
}
