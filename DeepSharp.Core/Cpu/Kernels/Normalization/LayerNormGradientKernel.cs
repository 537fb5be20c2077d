using System.Numerics;
using System.Runtime.CompilerServices;

namespace DeepSharp.Cpu;

/// <summary>
/// The gradient of layer normalization in one pass over the rows: the statistics are computed again, which is cheaper than to store and
/// read them; each slab of rows sums its part of dγ and dβ.
/// </summary>
internal sealed unsafe class LayerNormGradientKernel : CpuKernel<LayerNormGradientOp>
{
    protected override void Run(LayerNormGradientOp op, ReadOnlySpan<Tensor> inputs, ReadOnlySpan<Tensor> outputs)
    {
        if (outputs[1].Count == 0) return;
        if (outputs[0].DType == DType.Float32) Run<float>(op, inputs, outputs);
        else Run<double>(op, inputs, outputs);
    }

    private static void Run<T>(LayerNormGradientOp op, ReadOnlySpan<Tensor> inputs, ReadOnlySpan<Tensor> outputs)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int columns = checked((int)inputs[1].Count);
        var slabs = new RowSlabs(checked((int)(inputs[0].Count / columns)));
        long size = (long)slabs.Count * columns;
        using var partial = ScratchArena.Rent<double>(2 * size);
        var body = new Body<T>
        {
            Slabs = slabs,
            Columns = columns,
            Epsilon = op.Epsilon,
            X = inputs[0].Pointer<T>(),
            Gamma = inputs[1].Pointer<T>(),
            Dy = inputs[2].Pointer<T>(),
            Dx = outputs[0].Pointer<T>(),
            DGamma = partial.Pointer,
            DBeta = partial.Pointer + size,
        };
        CpuPool.For(slabs.Count, slabs.Grain(columns), ref body);
        slabs.Add(body.DGamma, columns);
        slabs.Add(body.DBeta, columns);
        T* dGamma = outputs[1].Pointer<T>(), dBeta = outputs[2].Pointer<T>();
        for (int c = 0; c < columns; c++)
            (dGamma[c], dBeta[c]) = (T.CreateTruncating(body.DGamma[c]), T.CreateTruncating(body.DBeta[c]));
    }

    private struct Body<T> : IParallelBody where T : unmanaged, IFloatingPointIeee754<T>
    {
        public RowSlabs Slabs;
        public int Columns;
        public double Epsilon;
        public T* X, Gamma, Dy, Dx;

        /// <summary>[slab, columns] each.</summary>
        public double* DGamma, DBeta;

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
            int columns = B.Columns;
            using var run = ScratchArena.Rent<T>(2L * columns);
            for (int slab = Start; slab < End; slab++)
            {
                double* dGamma = B.DGamma + (long)slab * columns, dBeta = B.DBeta + (long)slab * columns;
                new Span<double>(dGamma, columns).Clear();
                new Span<double>(dBeta, columns).Clear();
                int last = B.Slabs.Start(slab + 1);
                for (int row = B.Slabs.Start(slab); row < last; row += RowSlabs.Run)
                {
                    new Span<T>(run.Pointer, 2 * columns).Clear();
                    for (int r = row; r < Math.Min(row + RowSlabs.Run, last); r++)
                        Row<V>((long)r * columns, run.Pointer, run.Pointer + columns);
                    for (int c = 0; c < columns; c++)
                    {
                        dGamma[c] += double.CreateTruncating(run.Pointer[c]);
                        dBeta[c] += double.CreateTruncating(run.Pointer[columns + c]);
                    }
                }
            }
        }

        private readonly void Row<V>(long at, T* dGamma, T* dBeta) where V : struct, ILane<V, T>
        {
            int n = B.Columns;
            var (mean, variance) = RowMoments.Of<V, T>(B.X + at, n);
            double inverse = 1 / Math.Sqrt(variance + B.Epsilon);
            T center = T.CreateTruncating(mean);
            var (plain, centered) = RowMoments.Gradient<V, T>(B.X + at, B.Dy + at, B.Gamma, center, n);
            var factors = new Factors(
                center, T.CreateTruncating(inverse), T.CreateTruncating(plain / n), T.CreateTruncating(centered * inverse * inverse / n));
            Apply<V>(B.X + at, B.Dy + at, B.Dx + at, factors, dGamma, dBeta);
        }

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        private readonly void Apply<V>(T* x, T* dy, T* dx, in Factors f, T* dGamma, T* dBeta) where V : struct, ILane<V, T>
        {
            int columns = B.Columns, c = 0;
            T* gamma = B.Gamma;
            V mean = V.Splat(f.Mean), inverse = V.Splat(f.Inverse), k0 = -V.Splat(f.K0), k1 = -V.Splat(f.K1);
            for (; c <= columns - V.Count; c += V.Count) At(x + c, dy + c, gamma + c, dx + c, dGamma + c, dBeta + c, mean, inverse, k0, k1);
            for (; c < columns; c++)
            {
                At(x + c, dy + c, gamma + c, dx + c, dGamma + c, dBeta + c, Wide1<T>.Splat(f.Mean), Wide1<T>.Splat(f.Inverse), -Wide1<T>.Splat(f.K0),
                    -Wide1<T>.Splat(f.K1));
            }
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private static void At<V>(T* x, T* dy, T* gamma, T* dx, T* dGamma, T* dBeta, V mean, V inverse, V k0, V k1) where V : struct, ILane<V, T>
        {
            V distance = V.Load(x) - mean, g = V.Load(dy);
            (V.FusedMultiplyAdd(distance, k1, V.FusedMultiplyAdd(g, V.Load(gamma), k0)) * inverse).Store(dx);
            V.FusedMultiplyAdd(g, distance * inverse, V.Load(dGamma)).Store(dGamma);
            (V.Load(dBeta) + g).Store(dBeta);
        }

        /// <summary>A row's numbers: dx = (γ·dy − K0 − (x − Mean)·K1) · Inverse.</summary>
        private readonly record struct Factors(T Mean, T Inverse, T K0, T K1);
    }
}
