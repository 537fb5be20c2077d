namespace DeepSharp.Cpu;

/// <summary>
/// The gradient of max pooling. The places of the maxima are found again, which is cheaper than to store and read them. Windows may overlap,
/// so an image's slice of channels is the unit of work: nobody else writes to it, and the order of additions is fixed.
/// </summary>
internal sealed unsafe class MaxPoolGradientKernel : CpuKernel<MaxPoolGradientOp>
{
    // Whole cache lines at every width.
    private const int Slice = 64;

    protected override void Run(MaxPoolGradientOp op, ReadOnlySpan<Tensor> inputs, ReadOnlySpan<Tensor> outputs)
    {
        if (outputs[0].Count == 0) return;
        var grid = PoolGrid.Of(op, inputs[0].Shape, inputs[1].Shape);
        if (outputs[0].DType == DType.Float32) Run<float>(grid, inputs[0], inputs[1], outputs[0]);
        else Run<double>(grid, inputs[0], inputs[1], outputs[0]);
    }

    private static void Run<T>(in PoolGrid grid, Tensor x, Tensor dy, Tensor dx) where T : unmanaged
    {
        int slices = (grid.Channels + Slice - 1) / Slice;
        var body = new Body<T> { Grid = grid, X = x.Pointer<T>(), Dy = dy.Pointer<T>(), Dx = dx.Pointer<T>(), Slices = slices };
        long visits = (long)grid.Output.Volume * grid.Window.Volume * Math.Min(Slice, grid.Channels);
        CpuPool.For(checked(grid.Batch * slices), PoolGrid.Grain(visits), ref body);
    }

    private struct Body<T> : IParallelBody where T : unmanaged
    {
        public PoolGrid Grid;
        public T* X, Dy, Dx;
        public int Slices;

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
            for (long p = 0; p < g.Input.Volume; p++) new Span<T>(dx + p * g.Channels + first, end - first).Clear();
            for (int d = 0; d < g.Output.D; d++)
            {
                for (int h = 0; h < g.Output.H; h++)
                {
                    for (int w = 0; w < g.Output.W; w++, dy += g.Channels)
                    {
                        var window = g.At(d, h, w);
                        int c = first;
                        for (; c <= end - V.Count; c += V.Count) Spread<V>(g, window, x + c, dy + c, dx + c);
                        for (; c < end; c++) Spread<Wide1<T>>(g, window, x + c, dy + c, dx + c);
                    }
                }
            }
        }

        private static void Spread<V>(in PoolGrid g, in PoolWindow window, T* x, T* dy, T* dx) where V : struct, ILane<V, T>
        {
            V best = WindowMaximum.Of<V, T>(g, window, x), gradient = V.Load(dy), open = V.Equal(V.Of(0), V.Of(0));
            for (int z = window.D0; z < window.D1; z++)
            {
                for (int r = window.H0; r < window.H1; r++)
                {
                    long at = g.Offset(z, r, window.W0);
                    for (int k = window.W0; k < window.W1; k++, at += g.Channels)
                        (V.Load(dx + at) + V.And(WindowMaximum.Hit(V.Load(x + at), best, ref open), gradient)).Store(dx + at);
                }
            }
        }
    }
}
