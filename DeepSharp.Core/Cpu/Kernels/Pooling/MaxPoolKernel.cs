namespace DeepSharp.Cpu;

/// <summary>Max pooling: rows of outputs are shared out, channels lie side by side in registers.</summary>
internal sealed unsafe class MaxPoolKernel : CpuKernel<MaxPoolOp>
{
    protected override void Run(MaxPoolOp op, ReadOnlySpan<Tensor> inputs, ReadOnlySpan<Tensor> outputs)
    {
        if (outputs[0].Count == 0) return;
        var grid = PoolGrid.Of(op, inputs[0].Shape, outputs[0].Shape);
        if (outputs[0].DType == DType.Float32) Run<float>(grid, inputs[0], outputs[0]);
        else Run<double>(grid, inputs[0], outputs[0]);
    }

    private static void Run<T>(in PoolGrid grid, Tensor x, Tensor y) where T : unmanaged
    {
        var body = new Body<T> { Grid = grid, X = x.Pointer<T>(), Y = y.Pointer<T>() };
        long visits = (long)grid.Output.W * grid.Channels * grid.Window.Volume;
        CpuPool.For(checked(grid.Batch * grid.Output.D * grid.Output.H), PoolGrid.Grain(visits), ref body);
    }

    private struct Body<T> : IParallelBody where T : unmanaged
    {
        public PoolGrid Grid;
        public T* X, Y;

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
            var g = B.Grid;
            int taps = g.Window.Volume;
            using var room = ScratchArena.Rent<long>(taps);
            g.ListTaps(room.Pointer);
            for (int row = Start; row < End; row++)
            {
                var (rest, h) = Math.DivRem(row, g.Output.H);
                var (image, d) = Math.DivRem(rest, g.Output.D);
                T* x = B.X + image * g.ImageSize, y = B.Y + (long)row * g.Output.W * g.Channels;
                for (int w = 0; w < g.Output.W; w++, y += g.Channels)
                {
                    var window = g.At(d, h, w);
                    if (window.Count == taps)
                    {
                        WindowMaximum.Whole<V, T>(x + g.Offset(window.D0, window.H0, window.W0), room.Pointer, taps, y, g.Channels);
                        continue;
                    }
                    int c = 0;
                    for (; c <= g.Channels - V.Count; c += V.Count) WindowMaximum.Of<V, T>(g, window, x + c).Store(y + c);
                    for (; c < g.Channels; c++) y[c] = WindowMaximum.Of<Wide1<T>, T>(g, window, x + c).First;
                }
            }
        }
    }
}
