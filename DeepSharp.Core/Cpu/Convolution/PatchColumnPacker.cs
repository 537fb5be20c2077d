using System.Numerics;

namespace DeepSharp.Cpu;

/// <summary>
/// The same patches the other way round, for the kernel gradient: line = (tap d, tap h, tap w, channel), k = position. The lines of a panel
/// are a few contiguous stretches of the data, copied position by position.
/// </summary>
internal readonly unsafe struct PatchColumnPacker<T>(T* data, PatchGrid grid) : IPanelPacker<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly T* _data = data;
    private readonly PatchGrid _grid = grid;

    // A stretch of lines: steps from a position's first tap, where it starts in memory seen from there, and what to copy.
    private struct Stretch
    {
        public long Offset;
        public int D, H, W, LastW, Channel, Length;
    }

    // Patches overlap and jump: no one piece of memory.
    public LineStream Source(int first, int count, int k0, int kc) => default;

    public LineRows<T> Rows(int first, int k0) => default;

    public void Pack(T* panel, int first, int count, int k0, int kc, int width)
    {
        Stretch* stretches = stackalloc Stretch[count];
        int used = Cut(stretches, first, count);
        long imageStride = _grid.ImageStride;
        var cursor = PatchCursor.At(_grid, k0);
        for (int k = 0; k < kc; k++, panel += width, cursor.Advance(_grid))
        {
            int d = _grid.D.Start(cursor.D), h = _grid.H.Start(cursor.H), w = _grid.W.Start(cursor.W);
            // The address of the first tap, be it inside the image or not.
            T* origin = _data + cursor.Image * imageStride + _grid.Offset(d, h, w), target = panel;
            for (int s = 0; s < used; s++)
            {
                Copy(target, origin, d, h, w, stretches + s);
                target += stretches[s].Length;
            }
            for (int r = count; r < width; r++)
                panel[r] = default;
        }
    }

    private int Cut(Stretch* stretches, int first, int count)
    {
        int used = 0;
        for (int r = 0; r < count; used++)
        {
            var (rest, channel) = Math.DivRem(first + r, _grid.Channels);
            (rest, int w) = Math.DivRem(rest, _grid.W.Taps);
            (int d, int h) = Math.DivRem(rest, _grid.H.Taps);
            int limit = _grid.RowsAreContiguous ? (_grid.W.Taps - w) * _grid.Channels - channel : _grid.Channels - channel;
            int length = Math.Min(count - r, limit);
            int stepD = d * _grid.D.TapStep, stepH = h * _grid.H.TapStep, stepW = w * _grid.W.TapStep;
            stretches[used] = new Stretch
            {
                Offset = _grid.Offset(stepD, stepH, stepW) + channel,
                D = stepD,
                H = stepH,
                W = stepW,
                LastW = (w + (channel + length - 1) / _grid.Channels) * _grid.W.TapStep,
                Channel = channel,
                Length = length,
            };
            r += length;
        }
        return used;
    }

    private void Copy(T* target, T* origin, int d, int h, int w, Stretch* s)
    {
        int x = w + s->W, last = w + s->LastW, length = s->Length;
        T* source = origin + s->Offset;
        // Unsigned: a negative coordinate is a very large one.
        bool row = (uint)(d + s->D) < (uint)_grid.D.Extent && (uint)(h + s->H) < (uint)_grid.H.Extent;
        if (row && (uint)x < (uint)_grid.W.Extent && (uint)last < (uint)_grid.W.Extent)
        {
            int i = 0;
            for (; i <= length - Vector<T>.Count; i += Vector<T>.Count)
                Vector.Store(Vector.Load(source + i), target + i);
            for (; i < length; i++)
                target[i] = source[i];
        }
        else
        {
            // Wholly outside, or a contiguous row that hangs over the border: then each value asks for itself.
            for (int i = 0; i < length; i++)
                target[i] = row && (uint)(x + (s->Channel + i) / _grid.Channels) < (uint)_grid.W.Extent ? source[i] : default;
        }
    }
}
