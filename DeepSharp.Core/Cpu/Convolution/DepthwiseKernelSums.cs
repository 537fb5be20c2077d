using System.Numerics;
using System.Runtime.CompilerServices;

namespace DeepSharp.Cpu;

/// <summary>
/// Parallel body: the kernel gradient of a depthwise convolution with one output channel for each input channel, over segments of rows of
/// the output. All taps of a row are summed in registers; rows are added up in the segment's part, segments in order.
/// </summary>
internal unsafe struct DepthwiseKernelSums<T> : IParallelBody where T : unmanaged, IFloatingPointIeee754<T>
{
    private const int Most = 32;

    public ConvGeometry G;
    public PatchGrid Grid;
    public T* X, Dy;

    /// <summary>[segment, taps, channels].</summary>
    public T* Parts;
    public int Lines;

    /// <summary>Segments of this many rows of output; the cut depends on the shape only.</summary>
    public static int Segments(int lines) => Math.Clamp(lines / 4, 1, Most);

    public readonly void Run(int start, int end)
    {
        var job = new Job { B = this, Start = start, End = end };
        LaneDispatch.Run<T, Job>(ref job);
    }

    private struct Job : ILaneJob<T>
    {
        public DepthwiseKernelSums<T> B;
        public int Start, End;

        public readonly void Run<V>() where V : struct, ILane<V, T>
        {
            ref readonly var g = ref B.G;
            int channels = g.InChannels, segments = Segments(B.Lines), step = g.Stride.W;
            using var room = ScratchArena.Rent<long>(DepthwiseTaps.Room(g.Kernel));
            var taps = new DepthwiseTaps(room.Pointer, g.Kernel);
            taps.ClearColumns();
            for (int k = 0; k < g.Kernel.W; k++) taps.AddColumn(k * g.Dilation.W - g.PadBefore.W, (long)k * channels);
            var (first, last) = taps.Inside(g.Output.W, step, g.Input.W);
            for (int segment = Start; segment < End; segment++)
            {
                T* sums = B.Parts + (long)segment * g.Kernel.Volume * channels;
                new Span<T>(sums, g.Kernel.Volume * channels).Clear();
                int lastLine = (int)((long)B.Lines * (segment + 1) / segments);
                for (int line = (int)((long)B.Lines * segment / segments); line < lastLine; line++)
                {
                    var (rest, h) = Math.DivRem(line, g.Output.H);
                    var (image, d) = Math.DivRem(rest, g.Output.D);
                    taps.ClearLines();
                    for (int i = 0; i < g.Kernel.D; i++)
                    {
                        for (int j = 0; j < g.Kernel.H; j++)
                        {
                            int z = B.Grid.D.Start(d) + i * g.Dilation.D, r = B.Grid.H.Start(h) + j * g.Dilation.H;
                            if ((uint)z < (uint)g.Input.D && (uint)r < (uint)g.Input.H)
                                taps.AddLine(B.Grid.Offset(z, r, 0), (long)(i * g.Kernel.H + j) * g.Kernel.W * channels);
                        }
                    }
                    T* x = B.X + image * B.Grid.ImageStride, dy = B.Dy + (long)line * g.Output.W * channels;
                    var next = NextRow<T>.Of(g, B.Grid, x, d, h);
                    for (int w = 0; w < g.Output.W;)
                    {
                        int pixels = w == first && last > first ? last - first : 1;
                        int n = taps.List(w, step, g.Input.W, channels);
                        Pixels<V>(x + (long)w * step * channels, dy + (long)w * channels, pixels, taps.From, taps.Weight, n, sums, next.At((long)w * channels));
                        w += pixels;
                    }
                }
            }
        }

        /// <summary>Adds a run of pixels that see the same taps.</summary>
        private readonly void Pixels<V>(T* x, T* dy, int pixels, long* from, long* weight, int taps, T* sums, NextRow<T> next) where V : struct, ILane<V, T>
        {
            int channels = B.G.InChannels, c = 0;
            for (; c <= channels - V.Count; c += V.Count) Channels<V>(x + c, dy + c, pixels, from, weight, taps, sums + c, next.At((long)c * pixels));
            for (; c <= channels - Wide256<T>.Count; c += Wide256<T>.Count) Channels<Wide256<T>>(x + c, dy + c, pixels, from, weight, taps, sums + c, next);
            for (; c <= channels - Wide128<T>.Count; c += Wide128<T>.Count) Channels<Wide128<T>>(x + c, dy + c, pixels, from, weight, taps, sums + c, next);
            for (; c < channels; c++) Channels<Wide1<T>>(x + c, dy + c, pixels, from, weight, taps, sums + c, next);
        }

        private readonly void Channels<V>(T* x, T* dy, int pixels, long* from, long* weight, int taps, T* sums, NextRow<T> next) where V : struct, ILane<V, T>
        {
            if (pixels == 1)
            {
                Pixel(x, V.Load(dy), from, weight, taps, sums);
                return;
            }
            int t = 0;
            for (; t <= taps - 9; t += 9) Nine<V>(x, dy, pixels, from + t, weight + t, sums, next);
            for (; t <= taps - 3; t += 3) Three<V>(x, dy, pixels, from + t, weight + t, sums);
            for (; t < taps; t++) One<V>(x + from[t], dy, pixels, sums + weight[t]);
        }

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        private readonly void Nine<V>(T* x, T* dy, int pixels, long* from, long* weight, T* sums, NextRow<T> next) where V : struct, ILane<V, T>
        {
            V a = V.Of(0), b = a, c = a, d = a, e = a, f = a, g = a, h = a, i = a;
            T* xa = x + from[0], xb = x + from[1], xc = x + from[2], xd = x + from[3], xe = x + from[4], xf = x + from[5], xg = x + from[6];
            T* xh = x + from[7], xi = x + from[8];
            nint step = (nint)B.G.Stride.W * B.G.InChannels, dyStep = B.G.InChannels, dyRow = B.G.Output.W * dyStep, at = 0;
            for (T* end = dy + pixels * dyStep; dy < end; dy += dyStep, at += step)
            {
                CacheLines.Ask(dy + dyRow);
                next.Ask<V>();
                var v = V.Load(dy);
                a = V.FusedMultiplyAdd(v, V.Load(xa + at), a);
                b = V.FusedMultiplyAdd(v, V.Load(xb + at), b);
                c = V.FusedMultiplyAdd(v, V.Load(xc + at), c);
                d = V.FusedMultiplyAdd(v, V.Load(xd + at), d);
                e = V.FusedMultiplyAdd(v, V.Load(xe + at), e);
                f = V.FusedMultiplyAdd(v, V.Load(xf + at), f);
                g = V.FusedMultiplyAdd(v, V.Load(xg + at), g);
                h = V.FusedMultiplyAdd(v, V.Load(xh + at), h);
                i = V.FusedMultiplyAdd(v, V.Load(xi + at), i);
            }
            Add(sums + weight[0], a);
            Add(sums + weight[1], b);
            Add(sums + weight[2], c);
            Add(sums + weight[3], d);
            Add(sums + weight[4], e);
            Add(sums + weight[5], f);
            Add(sums + weight[6], g);
            Add(sums + weight[7], h);
            Add(sums + weight[8], i);
        }

        /// <summary>Adds one pixel straight to the sums, which do not wait for each other.</summary>
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        private static void Pixel<V>(T* x, V dy, long* from, long* weight, int taps, T* sums) where V : struct, ILane<V, T>
        {
            for (int t = 0; t < taps; t++) V.FusedMultiplyAdd(dy, V.Load(x + from[t]), V.Load(sums + weight[t])).Store(sums + weight[t]);
        }

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        private readonly void Three<V>(T* x, T* dy, int pixels, long* from, long* weight, T* sums) where V : struct, ILane<V, T>
        {
            V a = V.Of(0), b = a, c = a;
            T* xa = x + from[0], xb = x + from[1], xc = x + from[2];
            nint step = (nint)B.G.Stride.W * B.G.InChannels, dyStep = B.G.InChannels, at = 0;
            for (T* end = dy + pixels * dyStep; dy < end; dy += dyStep, at += step)
            {
                var v = V.Load(dy);
                a = V.FusedMultiplyAdd(v, V.Load(xa + at), a);
                b = V.FusedMultiplyAdd(v, V.Load(xb + at), b);
                c = V.FusedMultiplyAdd(v, V.Load(xc + at), c);
            }
            Add(sums + weight[0], a);
            Add(sums + weight[1], b);
            Add(sums + weight[2], c);
        }

        private readonly void One<V>(T* x, T* dy, int pixels, T* sum) where V : struct, ILane<V, T>
        {
            var a = V.Of(0);
            nint step = (nint)B.G.Stride.W * B.G.InChannels, dyStep = B.G.InChannels;
            for (int p = 0; p < pixels; p++, x += step, dy += dyStep) a = V.FusedMultiplyAdd(V.Load(x), V.Load(dy), a);
            Add(sum, a);
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private static void Add<V>(T* sum, V more) where V : struct, ILane<V, T> => (V.Load(sum) + more).Store(sum);
    }
}
