using System.Numerics;

namespace DeepSharp.Cpu;

/// <summary>
/// Parallel body: a convolution that makes few channels, too few to fill a vector: all taps of all channels made are the columns of one product with the
/// data, and each result is then the sum of its taps' places in it. Also the input gradient of a convolution of few channels, as in decoders.
/// </summary>
/// <remarks>Strips of rows are shared out; the rows that two of them see are multiplied twice.</remarks>
internal unsafe struct NarrowConv<T, TE> : IParallelBody
    where T : unmanaged, IFloatingPointIeee754<T>
    where TE : struct, IEpilogue<T>
{
    // A strip's product stays in the second-level cache.
    private const int StripElements = 1 << 16;
    private const int MostColumns = 256;

    private T* _data, _weights, _target;
    private TE _epilogue;
    private TapReach _h, _w;
    private (int H, int W) _size;       // of the target
    private int _channels, _made, _columns, _rows;

    /// <summary>True where few channels are made of many, in a plane, and each product is used.</summary>
    public static bool Suits(in ConvGeometry g, bool gradient, int lanes)
    {
        var (channels, made) = gradient ? (g.OutChannels, g.InChannels) : (g.InChannels, g.OutChannels);
        return ConvGeometry.AreFew(made, channels, lanes) && g.Kernel.Volume > 1 && (long)g.Kernel.Volume * made <= MostColumns
            && g is { Groups: 1, Kernel.D: 1, Input.D: 1, Stride.D: 1, PadBefore.D: 0 } && (gradient || g.Stride.Volume == 1);
    }

    /// <summary>Computes the convolution of data, or with <paramref name="gradient"/> the input gradient of an output gradient.</summary>
    public static void Share(in ConvGeometry g, T* data, T* kernel, T* target, TE epilogue, bool gradient)
    {
        var (channels, made, source, size) = gradient ? (g.OutChannels, g.InChannels, g.Output, g.Input) : (g.InChannels, g.OutChannels, g.Input, g.Output);
        int taps = g.Kernel.Volume, columns = taps * made;
        using var weights = ScratchArena.Rent<T>((long)channels * columns);
        for (int t = 0; t < taps; t++)
            for (int c = 0; c < channels; c++)
                for (int o = 0; o < made; o++)
                    weights.Pointer[c * columns + t * made + o] = kernel[gradient ? (t * made + o) * channels + c : (t * channels + c) * made + o];
        var body = new NarrowConv<T, TE>
        {
            _data = data,
            _weights = weights.Pointer,
            _target = target,
            _epilogue = epilogue,
            _h = new(gradient, g.Stride.H, g.PadBefore.H, g.Dilation.H, g.Kernel.H, source.H),
            _w = new(gradient, g.Stride.W, g.PadBefore.W, g.Dilation.W, g.Kernel.W, source.W),
            _size = (size.H, size.W),
            _channels = channels,
            _made = made,
            _columns = columns,
            _rows = Math.Clamp((gradient ? g.Stride.H : 1) * (StripElements / Math.Max(1, source.W * columns)), 1, Math.Max(1, size.H)),
        };
        int strips = checked(g.Batch * Blocking.CeilDiv(size.H, body._rows));
        int tasks = Blocking.Tasks((long)g.Batch * source.Volume * channels * columns);
        if (tasks == 1) body.Run(0, strips);
        else CpuPool.For(strips, Blocking.CeilDiv(strips, tasks), ref body);
    }

    public readonly void Run(int start, int end)
    {
        int inImage = Blocking.CeilDiv(_size.H, _rows), across = _w.Extent * _columns;
        using var product = ScratchArena.Rent<T>((long)_h.MostSources(_rows) * across + NarrowRow<T>.Spare);
        using var places = ScratchArena.Rent<int>(NarrowRow<T>.Room(_size.W, _w.Taps));
        T** lines = stackalloc T*[_h.Taps];
        var line = new NarrowRow<T>(_w, _size.W, _columns, _made, places.Pointer);
        for (int strip = start; strip < end; strip++)
        {
            var (image, part) = Math.DivRem(strip, inImage);
            int first = part * _rows, last = Math.Min(first + _rows, _size.H);
            var (from, to) = _h.Sources(first, last);
            T* data = _data + ((long)image * _h.Extent + from) * _w.Extent * _channels, target = _target + ((long)image * _size.H + first) * _size.W * _made;
            Gemm.Run((to - from) * _w.Extent, _columns, _channels, data, _channels, 1, _weights, _columns, 1, product.Pointer, _columns);
            for (int row = first; row < last; row++)
            {
                int seen = 0;
                for (int tap = 0; tap < _h.Taps; tap++)
                    if (_h.Source(row, tap) is var source and >= 0) lines[seen++] = product.Pointer + (long)(source - from) * across + tap * _w.Taps * _made;
                line.Run(lines, seen, target + (long)(row - first) * _size.W * _made);
            }
            _epilogue.Apply(target, _made, checked((image * _size.H + first) * _size.W), (last - first) * _size.W, 0, _made);
        }
    }
}
