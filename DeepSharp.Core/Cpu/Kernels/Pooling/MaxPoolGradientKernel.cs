using System.Runtime.CompilerServices;

namespace DeepSharp.Cpu;

/// <summary>
/// The gradient of max pooling. The places of the maxima are found again, which is cheaper than to store and read them. Windows may overlap,
/// so an image's slice of channels is the unit of work: nobody else writes to it, and the order of additions is fixed.
/// </summary>
internal sealed unsafe class MaxPoolGradientKernel : CpuKernel<MaxPoolGradientOp>
{
    // Whole cache lines at every width.
    private const int Slice = 64;

    protected override void Run(MaxPoolGradientOp op, ReadOnlySpan<Tensor> inputs, ReadOnlySpan<Tensor> outputs) => Run(op, inputs, outputs, relu: false);

    /// <summary>The kernel of a gradient with that of the relu before, or null where it cannot be fused.</summary>
    public static CpuKernel? For(FusedMaxPoolGradientOp op, ReadOnlySpan<TensorSpec> inputs) =>
        inputs[0].DType is DType.Float32 or DType.Float64 ? new FusedMaxPoolGradientKernel(op.Pool) : null;

    private sealed class FusedMaxPoolGradientKernel(MaxPoolGradientOp pool) : CpuKernel
    {
        public override void Run(Op op, ReadOnlySpan<Tensor> inputs, ReadOnlySpan<Tensor> outputs) =>
            MaxPoolGradientKernel.Run(pool, inputs, outputs, relu: true);
    }

    private static void Run(MaxPoolGradientOp op, ReadOnlySpan<Tensor> inputs, ReadOnlySpan<Tensor> outputs, bool relu)
    {
        if (outputs[0].Count == 0) return;
        var grid = PoolGrid.Of(op, inputs[0].Shape, inputs[1].Shape);
        if (outputs[0].DType == DType.Float32) Run<float>(grid, inputs[0], inputs[1], outputs[0], relu);
        else Run<double>(grid, inputs[0], inputs[1], outputs[0], relu);
    }

    private static void Run<T>(in PoolGrid grid, Tensor x, Tensor dy, Tensor dx, bool relu) where T : unmanaged
    {
        int slices = (grid.Channels + Slice - 1) / Slice;
        var body = new Body<T> { Grid = grid, X = x.Pointer<T>(), Dy = dy.Pointer<T>(), Dx = dx.Pointer<T>(), Slices = slices, Relu = relu };
        long visits = (long)grid.Output.Volume * grid.Window.Volume * Math.Min(Slice, grid.Channels);
        CpuPool.For(checked(grid.Batch * slices), PoolGrid.Grain(visits), ref body);
    }

    private struct Body<T> : IParallelBody where T : unmanaged
    {
        public PoolGrid Grid;
        public T* X, Dy, Dx;
        public int Slices;

        /// <summary>Whether gradients pass only where the maximum is above zero.</summary>
        public bool Relu;

        public readonly void Run(int start, int end)
        {
            var job = new Job<T> { B = this, Start = start, End = end };
            LaneDispatch.Run<T, Job<T>>(ref job, Grid.Width<T>());
        }
    }

    private struct Job<T> : ILaneJob<T> where T : unmanaged
    {
        public Body<T> B;
        public int Start, End;

        public readonly void Run<V>() where V : struct, ILane<V, T>
        {
            for (int task = Start; task < End; task++)
            {
                var (image, slice) = Math.DivRem(task, B.Slices);
                Scatter<V>(image, slice * Slice, Math.Min((slice + 1) * Slice, B.Grid.Channels));
            }
        }

        private readonly void Scatter<V>(int image, int first, int end) where V : struct, ILane<V, T>
        {
            var g = B.Grid;
            T* x = B.X + image * g.ImageSize, dx = B.Dx + image * g.ImageSize;
            T* dy = B.Dy + (long)image * g.Output.Volume * g.Channels;
            int taps = g.Window.Volume;
            bool tiling = g.IsTiling;
            using var room = ScratchArena.Rent<long>(taps);
            g.ListTaps(room.Pointer);
            if (!tiling)
                for (long p = 0; p < g.Input.Volume; p++) new Span<T>(dx + p * g.Channels + first, end - first).Clear();
            for (int d = 0; d < g.Output.D; d++)
            {
                for (int h = 0; h < g.Output.H; h++)
                {
                    for (int w = 0; w < g.Output.W; w++, dy += g.Channels)
                    {
                        var window = g.At(d, h, w);
                        int c = first;
                        if (tiling && window.Count == taps)
                        {
                            long at = g.Offset(window.D0, window.H0, window.W0);
                            for (; c <= end - V.Count; c += V.Count) Fill<V>(x + at + c, dy + c, dx + at + c, room.Pointer, taps);
                            for (; c < end; c++) Fill<Wide1<T>>(x + at + c, dy + c, dx + at + c, room.Pointer, taps);
                            continue;
                        }
                        for (; c <= end - V.Count; c += V.Count) Spread<V>(g, window, x + c, dy + c, dx + c, tiling);
                        for (; c < end; c++) Spread<Wide1<T>>(g, window, x + c, dy + c, dx + c, tiling);
                    }
                }
            }
        }

        /// <summary>A whole window whose inputs lie in no other.</summary>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private readonly void Fill<V>(T* x, T* dy, T* dx, long* taps, int count) where V : struct, ILane<V, T>
        {
            V best = WindowMaximum.Of<V, T>(x, taps, count), gradient = Passing(V.Load(dy), best), open = V.Equal(V.Of(0), V.Of(0));
            for (int t = 0; t < count; t++) V.And(WindowMaximum.Hit(V.Load(x + taps[t]), best, ref open), gradient).Store(dx + taps[t]);
        }

        private readonly void Spread<V>(in PoolGrid g, in PoolWindow window, T* x, T* dy, T* dx, bool alone) where V : struct, ILane<V, T>
        {
            V best = WindowMaximum.Of<V, T>(g, window, x), gradient = Passing(V.Load(dy), best), open = V.Equal(V.Of(0), V.Of(0));
            for (int z = window.D0; z < window.D1; z++)
            {
                for (int r = window.H0; r < window.H1; r++)
                {
                    long at = g.Offset(z, r, window.W0);
                    for (int k = window.W0; k < window.W1; k++, at += g.Channels)
                    {
                        var share = V.And(WindowMaximum.Hit(V.Load(x + at), best, ref open), gradient);
                        (alone ? share : V.Load(dx + at) + share).Store(dx + at);
                    }
                }
            }
        }

        private readonly V Passing<V>(V gradient, V best) where V : struct, ILane<V, T> => B.Relu ? V.And(V.Less(V.Of(0), best), gradient) : gradient;
    }
}
