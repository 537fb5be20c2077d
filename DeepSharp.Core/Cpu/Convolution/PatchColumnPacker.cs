using System.Numerics;

namespace DeepSharp.Cpu;

/// <summary>
/// The same patches the other way round, for the kernel gradient: line = (tap d, tap h, tap w, channel), k = position. The lines of a panel
/// are a few contiguous stretches of the data, copied position by position.
/// </summary>
internal readonly unsafe struct PatchColumnPacker<T>(T* data, PatchGrid grid) : IPanelPacker<T> where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly T* _data = data;
    private readonly PatchGrid _grid = grid;

    // A stretch of lines: steps from a position's first tap, and what to copy.
    private struct Stretch
    {
        public int D, H, W, LastW, Channel, Length;
    }

    public void Pack(T* panel, int first, int count, int k0, int kc, int width)
    {
        Stretch* stretches = stackalloc Stretch[count];
        int used = Cut(stretches, first, count);
        var cursor = PatchCursor.At(_grid, k0);
        for (int k = 0; k < kc; k++, panel += width, cursor.Advance(_grid))
        {
            T* image = _data + cursor.Image * _grid.ImageStride, target = panel;
            int d = _grid.D.Start(cursor.D), h = _grid.H.Start(cursor.H), w = _grid.W.Start(cursor.W);
            for (int s = 0; s < used; s++)
            {
                Copy(target, image, d, h, w, stretches + s);
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
            stretches[used] = new Stretch
            {
                D = d * _grid.D.TapStep, H = h * _grid.H.TapStep, W = w * _grid.W.TapStep,
                LastW = (w + (channel + length - 1) / _grid.Channels) * _grid.W.TapStep, Channel = channel, Length = length,
            };
            r += length;
        }
        return used;
    }

    private void Copy(T* target, T* image, int d, int h, int w, Stretch* s)
    {
        d += s->D;
        h += s->H;
        int x = w + s->W, last = w + s->LastW, length = s->Length;
        bool row = (uint)d < (uint)_grid.D.Extent && (uint)h < (uint)_grid.H.Extent;
        if (row && (uint)x < (uint)_grid.W.Extent && (uint)last < (uint)_grid.W.Extent)
        {
            T* source = image + _grid.Offset(d, h, x) + s->Channel;
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
            {
                int tap = x + (s->Channel + i) / _grid.Channels;
                bool inside = row && (uint)tap < (uint)_grid.W.Extent;
                target[i] = inside ? image[_grid.Offset(d, h, tap) + (s->Channel + i) % _grid.Channels] : default;
            }
        }
    }
}
