using System.Numerics;

namespace DeepSharp.Cpu;

/// <summary>The gradient of average pooling: each input collects from the windows that hold it, so rows of inputs can be shared out.</summary>
internal sealed unsafe class AveragePoolGradientKernel : CpuKernel<AveragePoolGradientOp>
{
    protected override void Run(AveragePoolGradientOp op, ReadOnlySpan<Tensor> inputs, ReadOnlySpan<Tensor> outputs)
    {
        if (outputs[0].Count == 0) return;
        var grid = PoolGrid.Of(op, outputs[0].Shape, inputs[0].Shape);
        if (outputs[0].DType == DType.Float32) Run<float>(grid, inputs[0], outputs[0]);
        else Run<double>(grid, inputs[0], outputs[0]);
    }

    private static void Run<T>(in PoolGrid grid, Tensor dy, Tensor dx) where T : unmanaged, INumberBase<T>
    {
        var body = new Body<T> { Grid = grid, Dy = dy.Pointer<T>(), Dx = dx.Pointer<T>() };
        long visits = (long)grid.Input.W * grid.Channels * 2;
        CpuPool.For(checked(grid.Batch * grid.Input.D * grid.Input.H), PoolGrid.Grain(visits), ref body);
    }

    private struct Body<T> : IParallelBody where T : unmanaged, INumberBase<T>
    {
        public PoolGrid Grid;
        public T* Dy, Dx;

        public readonly void Run(int start, int end)
        {
            var job = new Job<T> { B = this, Start = start, End = end };
            LaneDispatch.Run<T, Job<T>>(ref job, Grid.Width<T>());
        }
    }

    private struct Job<T> : ILaneJob<T> where T : unmanaged, INumberBase<T>
    {
        public Body<T> B;
        public int Start, End;

        public readonly void Run<V>() where V : struct, ILane<V, T>
        {
            var g = B.Grid;
            for (int row = Start; row < End; row++)
            {
                var (rest, h) = Math.DivRem(row, g.Input.H);
                var (image, d) = Math.DivRem(rest, g.Input.D);
                T* dy = B.Dy + (long)image * g.Output.Volume * g.Channels, dx = B.Dx + (long)row * g.Input.W * g.Channels;
                var (d0, d1) = PoolGrid.Outputs(d, g.Stride.D, g.Before.D, g.Window.D, g.Output.D);
                var (h0, h1) = PoolGrid.Outputs(h, g.Stride.H, g.Before.H, g.Window.H, g.Output.H);
                for (int w = 0; w < g.Input.W; w++, dx += g.Channels)
                {
                    var (w0, w1) = PoolGrid.Outputs(w, g.Stride.W, g.Before.W, g.Window.W, g.Output.W);
                    Collect<V>(g, new(d0, d1, h0, h1, w0, w1), dy, dx);
                }
            }
        }

        /// <summary>Adds up one input's share of all its outputs.</summary>
        private static void Collect<V>(in PoolGrid g, in PoolWindow outputs, T* dy, T* dx) where V : struct, ILane<V, T>
        {
            bool first = true;
            for (int z = outputs.D0; z < outputs.D1; z++)
            {
                for (int r = outputs.H0; r < outputs.H1; r++)
                {
                    for (int k = outputs.W0; k < outputs.W1; k++)
                    {
                        T* from = dy + (((long)z * g.Output.H + r) * g.Output.W + k) * g.Channels;
                        T count = T.CreateTruncating(g.At(z, r, k).Count);
                        int c = 0;
                        for (; c <= g.Channels - V.Count; c += V.Count) Share<V>(from + c, count, first, dx + c);
                        for (; c < g.Channels; c++) Share<Wide1<T>>(from + c, count, first, dx + c);
                        first = false;
                    }
                }
            }
            // Strides above the window leave inputs out.
            if (first) new Span<T>(dx, g.Channels).Clear();
        }

        private static void Share<V>(T* dy, T count, bool first, T* dx) where V : struct, ILane<V, T>
        {
            var share = V.Load(dy) / V.Splat(count);
            (first ? share : V.Load(dx) + share).Store(dx);
        }
    }
}
