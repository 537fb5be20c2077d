using System.Numerics;
using System.Runtime.CompilerServices;

namespace DeepSharp.Cpu;

/// <summary>
/// The gradient of <see cref="RowScaling{T}"/> in one pass over the rows: f again, Σ γ·dy·x, then dx = f · γ·dy + k · x; each slab of rows sums
/// its part of dγ = Σ dy·x·f.
/// </summary>
internal unsafe struct RowScalingGradient<T> : IParallelBody where T : unmanaged, IFloatingPointIeee754<T>
{
    public RowScaling<T> Forward;
    public RowSlabs Slabs;
    public T* Dy, Dx;

    /// <summary>[slab, columns]; null where nobody wants it.</summary>
    public double* DGamma;

    public readonly void Run(int start, int end)
    {
        var job = new Job { B = this, Start = start, End = end };
        LaneDispatch.Run<T, Job>(ref job);
    }

    private struct Job : ILaneJob<T>
    {
        public RowScalingGradient<T> B;
        public int Start, End;

        public readonly void Run<V>() where V : struct, ILane<V, T>
        {
            int columns = B.Forward.Columns;
            using var run = ScratchArena.Rent<T>(columns);
            for (int slab = Start; slab < End; slab++)
            {
                double* dGamma = B.DGamma + (long)slab * columns;
                if (B.DGamma != null) new Span<double>(dGamma, columns).Clear();
                int last = B.Slabs.Start(slab + 1);
                for (int row = B.Slabs.Start(slab); row < last; row += RowSlabs.Run)
                {
                    new Span<T>(run.Pointer, columns).Clear();
                    for (int r = row; r < Math.Min(row + RowSlabs.Run, last); r++) Row<V>((long)r * columns, run.Pointer);
                    if (B.DGamma != null) ColumnDoubles.Add(dGamma, run.Pointer, columns);
                }
            }
        }

        private readonly void Row<V>(long at, T* dGamma) where V : struct, ILane<V, T>
        {
            int n = B.Forward.Columns;
            T* x = B.Forward.X + at, dy = B.Dy + at, dx = B.Dx + at, gamma = B.Forward.Gamma;
            var (factor, slope) = B.Forward.Of(RowMoments.Squares<V, T>(x, n));
            T f = T.CreateTruncating(factor);
            if (gamma == null)
            {
                Plain<V>(x, dy, dx, n, f, T.CreateTruncating(slope * RowMoments.Dot<V, T>(x, dy, n)));
                return;
            }
            double centered = RowMoments.Gradient<V, T>(x, dy, gamma, T.Zero, n).Centered;
            Scaled<V>(x, dy, dx, dGamma, f, T.CreateTruncating(slope * centered));
        }

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        private static void Plain<V>(T* x, T* dy, T* dx, int n, T factor, T k) where V : struct, ILane<V, T>
        {
            int c = 0;
            V f = V.Splat(factor), slope = V.Splat(k);
            for (; c <= n - V.Count; c += V.Count) V.FusedMultiplyAdd(V.Load(x + c), slope, V.Load(dy + c) * f).Store(dx + c);
            for (; c < n; c++) dx[c] = T.FusedMultiplyAdd(x[c], k, dy[c] * factor);
        }

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        private readonly void Scaled<V>(T* x, T* dy, T* dx, T* dGamma, T factor, T k) where V : struct, ILane<V, T>
        {
            int n = B.Forward.Columns, c = 0;
            T* gamma = B.Forward.Gamma;
            V f = V.Splat(factor), slope = V.Splat(k);
            for (; c <= n - V.Count; c += V.Count) At(x + c, dy + c, gamma + c, dx + c, dGamma + c, f, slope);
            for (; c < n; c++) At(x + c, dy + c, gamma + c, dx + c, dGamma + c, Wide1<T>.Splat(factor), Wide1<T>.Splat(k));
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private static void At<V>(T* x, T* dy, T* gamma, T* dx, T* dGamma, V f, V slope) where V : struct, ILane<V, T>
        {
            V value = V.Load(x), scaled = V.Load(dy) * f;
            V.FusedMultiplyAdd(scaled, value, V.Load(dGamma)).Store(dGamma);
            V.FusedMultiplyAdd(value, slope, scaled * V.Load(gamma)).Store(dx);
        }
    }
}
