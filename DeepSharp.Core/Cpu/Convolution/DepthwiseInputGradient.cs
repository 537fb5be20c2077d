using System.Numerics;

namespace DeepSharp.Cpu;

/// <summary>Parallel body: rows (image, d, h) of the input gradient of a depthwise convolution, gathered from the output gradient.</summary>
internal unsafe struct DepthwiseInputGradient<T> : IParallelBody where T : unmanaged, IFloatingPointIeee754<T>
{
    public ConvGeometry G;
    public T* Dy, Kernel, Dx;

    public readonly void Run(int start, int end)
    {
        if (G.OutChannels == G.InChannels)
        {
            var job = new Job { B = this, Start = start, End = end };
            LaneDispatch.Run<T, Job>(ref job);
            return;
        }
        int width = G.Input.W;
        for (int row = start; row < end; row++)
        {
            var (rest, h) = Math.DivRem(row, G.Input.H);
            var (image, d) = Math.DivRem(rest, G.Input.D);
            T* dx = Dx + (long)row * width * G.InChannels;
            new Span<T>(dx, width * G.InChannels).Clear();
            for (int i = 0; i < G.Kernel.D; i++)
            {
                for (int j = 0; j < G.Kernel.H; j++)
                {
                    if (Line(image, d, h, i, j, out long dy))
                        Row(dx, Dy + dy, Kernel + (long)(i * G.Kernel.H + j) * G.Kernel.W * G.OutChannels);
                }
            }
        }
    }

    /// <summary>One output channel for each input channel: pixels that lie a stride apart see the same taps and are one run.</summary>
    private struct Job : ILaneJob<T>
    {
        public DepthwiseInputGradient<T> B;
        public int Start, End;

        public readonly void Run<V>() where V : struct, ILane<V, T>
        {
            ref readonly var g = ref B.G;
            using var room = ScratchArena.Rent<long>(DepthwiseTaps.Room(g.Kernel));
            var taps = new DepthwiseTaps(room.Pointer, g.Kernel);
            for (int row = Start; row < End; row++)
            {
                var (rest, h) = Math.DivRem(row, g.Input.H);
                var (image, d) = Math.DivRem(rest, g.Input.D);
                taps.ClearLines();
                for (int i = 0; i < g.Kernel.D; i++)
                    for (int j = 0; j < g.Kernel.H; j++)
                        if (B.Line(image, d, h, i, j, out long dy)) taps.AddLine(dy, (long)(i * g.Kernel.H + j) * g.Kernel.W * g.OutChannels);
                // Rows that lie less than a stride apart, and their phases, see the same rows of dy: one asks for all.
                bool asks = h % g.Stride.H == 0;
                long behind = (((long)image * g.Output.D + d / g.Stride.D) * g.Output.H + (h + g.PadBefore.H) / g.Stride.H + 1) * g.Output.W * g.OutChannels;
                for (int phase = 0; phase < Math.Min(g.Stride.W, g.Input.W); phase++)
                    Phase<V>(ref taps, B.Dx + (long)row * g.Input.W * g.InChannels, phase, new(B.Dy + behind, asks && phase == 0 ? 1 : 0));
            }
        }

        /// <summary>The pixels <paramref name="phase"/>, phase + stride and so on of a row.</summary>
        private readonly void Phase<V>(ref DepthwiseTaps taps, T* dx, int phase, NextRow<T> next) where V : struct, ILane<V, T>
        {
            ref readonly var g = ref B.G;
            int stride = g.Stride.W, channels = g.InChannels, count = (g.Input.W - phase + stride - 1) / stride;
            taps.ClearColumns();
            for (int k = 0; k < g.Kernel.W; k++)
            {
                int reach = phase + g.PadBefore.W - k * g.Dilation.W;
                if (reach % stride == 0) taps.AddColumn(reach / stride, (long)k * channels);
            }
            var (first, last) = taps.Inside(count, 1, g.Output.W);
            for (int u = 0; u < count;)
            {
                int pixels = u == first && last > first ? last - first : 1;
                var run = new DepthwiseRun<T>
                {
                    X = B.Dy + (long)u * channels,
                    Y = dx + (long)(phase + u * stride) * channels,
                    Weights = B.Kernel,
                    XStep = channels,
                    YStep = (long)stride * channels,
                    Pixels = pixels,
                    Channels = channels,
                    Taps = taps.List(u, 1, g.Output.W, channels),
                    From = taps.From,
                    Weight = taps.Weight,
                    Next = next.At((long)u * channels),
                    NextY = g.Input.W * channels,
                };
                run.Run<V>();
                u += pixels;
            }
        }
    }

    /// <summary>The row of the output gradient that tap (i, j) reads for row (d, h) of the input, if there is one.</summary>
    private readonly bool Line(int image, int d, int h, int i, int j, out long dy)
    {
        dy = 0;
        if (!Source(d + G.PadBefore.D - i * G.Dilation.D, G.Stride.D, G.Output.D, out int z)
            || !Source(h + G.PadBefore.H - j * G.Dilation.H, G.Stride.H, G.Output.H, out int y)) return false;
        dy = (((long)image * G.Output.D + z) * G.Output.H + y) * G.Output.W * G.OutChannels;
        return true;
    }

    private readonly void Row(T* dx, T* dy, T* weights)
    {
        for (int k = 0; k < G.Kernel.W; k++, weights += G.OutChannels)
        {
            for (int w = 0; w < G.Input.W; w++)
            {
                if (Source(w + G.PadBefore.W - k * G.Dilation.W, G.Stride.W, G.Output.W, out int x))
                    ChannelProducts.Collect(dx + (long)w * G.InChannels, dy + (long)x * G.OutChannels, weights, G.InChannels,
                        G.OutChannels / G.InChannels);
            }
        }
    }

    // The output whose tap reached this far, if the stride meets it.
    private static bool Source(int reach, int stride, int outputs, out int output)
    {
        output = reach / stride;
        return reach >= 0 && reach % stride == 0 && output < outputs;
    }
}
