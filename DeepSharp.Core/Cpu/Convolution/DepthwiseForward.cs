using System.Numerics;

namespace DeepSharp.Cpu;

/// <summary>Parallel body: rows (image, d, h) of the output of a depthwise convolution.</summary>
internal unsafe struct DepthwiseForward<T, TE> : IParallelBody
    where T : unmanaged, IFloatingPointIeee754<T>
    where TE : struct, IEpilogue<T>
{
    public ConvGeometry G;
    public PatchGrid Grid;
    public T* X, Kernel, Y;
    public TE Epilogue;

    public readonly void Run(int start, int end)
    {
        if (G.OutChannels == G.InChannels)
        {
            var job = new Job { B = this, Start = start, End = end };
            LaneDispatch.Run<T, Job>(ref job);
            return;
        }
        for (int row = start; row < end; row++) WideRow(row);
    }

    /// <summary>One output channel for each input channel.</summary>
    private struct Job : ILaneJob<T>
    {
        public DepthwiseForward<T, TE> B;
        public int Start, End;

        public readonly void Run<V>() where V : struct, ILane<V, T>
        {
            ref readonly var g = ref B.G;
            int width = g.Output.W, channels = g.InChannels, step = g.Stride.W;
            using var room = ScratchArena.Rent<long>(DepthwiseTaps.Room(g.Kernel));
            var taps = new DepthwiseTaps(room.Pointer, g.Kernel);
            taps.ClearColumns();
            for (int k = 0; k < g.Kernel.W; k++) taps.AddColumn(k * g.Dilation.W - g.PadBefore.W, (long)k * channels);
            var (first, last) = taps.Inside(width, step, g.Input.W);
            for (int row = Start; row < End; row++)
            {
                var (rest, h) = Math.DivRem(row, g.Output.H);
                var (image, d) = Math.DivRem(rest, g.Output.D);
                Lines(ref taps, d, h);
                T* x = B.X + image * B.Grid.ImageStride, y = B.Y + (long)row * width * channels;
                var next = NextRow<T>.Of(g, B.Grid, x, d, h);
                for (int w = 0; w < width;)
                {
                    int pixels = w == first && last > first ? last - first : 1;
                    var run = new DepthwiseRun<T>
                    {
                        X = x + (long)w * step * channels,
                        Y = y + (long)w * channels,
                        Weights = B.Kernel,
                        XStep = (long)step * channels,
                        YStep = channels,
                        Pixels = pixels,
                        Channels = channels,
                        Taps = taps.List(w, step, g.Input.W, channels),
                        From = taps.From,
                        Weight = taps.Weight,
                        Next = next.At((long)w * channels),
                        NextY = width * channels,
                    };
                    run.Run<V>();
                    w += pixels;
                }
                B.Epilogue.Apply(y, channels, row * width, width, 0, channels);
            }
        }

        private readonly void Lines(ref DepthwiseTaps taps, int d, int h)
        {
            ref readonly var g = ref B.G;
            taps.ClearLines();
            for (int i = 0; i < g.Kernel.D; i++)
            {
                for (int j = 0; j < g.Kernel.H; j++)
                {
                    int z = B.Grid.D.Start(d) + i * g.Dilation.D, r = B.Grid.H.Start(h) + j * g.Dilation.H;
                    if ((uint)z < (uint)g.Input.D && (uint)r < (uint)g.Input.H)
                        taps.AddLine(B.Grid.Offset(z, r, 0), (long)(i * g.Kernel.H + j) * g.Kernel.W * g.OutChannels);
                }
            }
        }
    }

    /// <summary>Several output channels for each input channel.</summary>
    private readonly void WideRow(int row)
    {
        int width = G.Output.W;
        var (rest, h) = Math.DivRem(row, G.Output.H);
        var (image, d) = Math.DivRem(rest, G.Output.D);
        T* y = Y + (long)row * width * G.OutChannels;
        new Span<T>(y, width * G.OutChannels).Clear();
        for (int w = 0; w < width; w++)
            Pixel(y + (long)w * G.OutChannels, X + image * Grid.ImageStride, Grid.D.Start(d), Grid.H.Start(h), Grid.W.Start(w));
        Epilogue.Apply(y, G.OutChannels, row * width, width, 0, G.OutChannels);
    }

    private readonly void Pixel(T* y, T* image, int d, int h, int w)
    {
        T* weights = Kernel;
        for (int i = 0; i < G.Kernel.D; i++)
        {
            for (int j = 0; j < G.Kernel.H; j++)
            {
                for (int k = 0; k < G.Kernel.W; k++, weights += G.OutChannels)
                {
                    int z = d + i * G.Dilation.D, r = h + j * G.Dilation.H, c = w + k * G.Dilation.W;
                    if ((uint)z < (uint)G.Input.D && (uint)r < (uint)G.Input.H && (uint)c < (uint)G.Input.W)
                        ChannelProducts.Spread(y, image + Grid.Offset(z, r, c), weights, G.InChannels, G.OutChannels / G.InChannels);
                }
            }
        }
    }
}
