using System.Numerics;

namespace DeepSharp.Cpu;

/// <summary>Average pooling: rows of outputs are shared out, channels lie side by side in registers; each row of a window is summed by itself.</summary>
internal sealed unsafe class AveragePoolKernel : CpuKernel<AveragePoolOp>
{
    protected override void Run(AveragePoolOp op, ReadOnlySpan<Tensor> inputs, ReadOnlySpan<Tensor> outputs)
    {
        if (outputs[0].Count == 0) return;
        var grid = PoolGrid.Of(op, inputs[0].Shape, outputs[0].Shape);
        if (outputs[0].DType == DType.Float32) Run<float>(grid, inputs[0], outputs[0]);
        else Run<double>(grid, inputs[0], outputs[0]);
    }

    private static void Run<T>(in PoolGrid grid, Tensor x, Tensor y) where T : unmanaged, INumberBase<T>
    {
        var body = new Body<T> { Grid = grid, X = x.Pointer<T>(), Y = y.Pointer<T>() };
        long visits = (long)grid.Output.W * grid.Channels * grid.Window.Volume;
        CpuPool.For(checked(grid.Batch * grid.Output.D * grid.Output.H), PoolGrid.Grain(visits), ref body);
    }

    private struct Body<T> : IParallelBody where T : unmanaged, INumberBase<T>
    {
        public PoolGrid Grid;
        public T* X, Y;

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
                var (rest, h) = Math.DivRem(row, g.Output.H);
                var (image, d) = Math.DivRem(rest, g.Output.D);
                T* x = B.X + image * g.ImageSize, y = B.Y + (long)row * g.Output.W * g.Channels;
                for (int w = 0; w < g.Output.W; w++, y += g.Channels)
                {
                    var window = g.At(d, h, w);
                    T count = T.CreateTruncating(window.Count);
                    int c = 0;
                    for (; c <= g.Channels - V.Count; c += V.Count) Mean<V>(g, window, x + c, count).Store(y + c);
                    for (; c < g.Channels; c++) y[c] = Mean<Wide1<T>>(g, window, x + c, count).First;
                }
            }
        }

        private static V Mean<V>(in PoolGrid g, in PoolWindow window, T* x, T count) where V : struct, ILane<V, T>
        {
            var sum = V.Of(0);
            for (int z = window.D0; z < window.D1; z++)
            {
                for (int r = window.H0; r < window.H1; r++)
                {
                    T* tap = x + g.Offset(z, r, window.W0);
                    var line = V.Of(0);
                    for (int k = window.W0; k < window.W1; k++, tap += g.Channels) line += V.Load(tap);
                    sum += line;
                }
            }
            return sum / V.Splat(count);
        }
    }
}
