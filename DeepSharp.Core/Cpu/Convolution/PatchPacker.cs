using System.Numerics;

namespace DeepSharp.Cpu;

/// <summary>
/// Patches as rows of a matrix that is never built: line = position (image, d, h, w), k = (tap d, tap h, tap w, channel). Each tap is a run
/// of contiguous channels; where all lines lie inside the image, the taps of a row join to one run.
/// </summary>
internal readonly unsafe struct PatchPacker<T>(T* data, PatchGrid grid) : IPanelPacker<T> where T : unmanaged, IFloatingPointIeee754<T>
{
    // Up to here runs are too short to be worth gathering across lines.
    private const int FewChannels = 4;

    private readonly T* _data = data;
    private readonly PatchGrid _grid = grid;

    // One line: its image and the coordinates of its first tap.
    private struct Line
    {
        public T* Image;
        public int D, H, W;
    }

    // Patches overlap and jump: no one piece of memory.
    public LineStream Source(int first, int count, int k0, int kc) => default;

    public LineRows<T> Rows(int first, int k0) => default;

    public void Pack(T* panel, int first, int count, int k0, int kc, int width)
    {
        Line* lines = stackalloc Line[count];
        Locate(lines, first, count);
        if (_grid.RowsAreContiguous && _grid.Channels <= FewChannels && k0 == 0 && kc == _grid.PatchSize)
            PackWhole(panel, lines, count, width);
        else
            PackRuns(panel, lines, count, k0, kc, width);
    }

    // Runs across all lines, interleaved by vectors.
    private void PackRuns(T* panel, Line* lines, int count, int k0, int kc, int width)
    {
        T** runs = stackalloc T*[count];
        var (rest, channel) = Math.DivRem(k0, _grid.Channels);
        (rest, int w) = Math.DivRem(rest, _grid.W.Taps);
        (int d, int h) = Math.DivRem(rest, _grid.H.Taps);
        while (kc > 0)
        {
            int length = Math.Min(kc, (_grid.W.Taps - w) * _grid.Channels - channel);
            if (!_grid.RowsAreContiguous || !TryRuns(runs, lines, count, d, h, w, channel, w + (channel + length - 1) / _grid.Channels))
            {
                length = Math.Min(kc, _grid.Channels - channel);
                TryRuns(runs, lines, count, d, h, w, channel, w);
            }
            PanelInterleave.Run(runs, count, width, length, panel);
            panel += (long)length * width;
            kc -= length;

            channel += length;
            w += channel / _grid.Channels;
            channel %= _grid.Channels;
            if (w < _grid.W.Taps)
                continue;
            w = 0;
            if (++h < _grid.H.Taps)
                continue;
            h = 0;
            d++;
        }
    }

    // Whole patches one by one, each row of taps clipped against the border at once.
    private void PackWhole(T* panel, Line* lines, int count, int width)
    {
        int length = _grid.W.Taps * _grid.Channels;
        for (int r = 0; r < width; r++)
        {
            T* target = panel + r;
            for (int d = 0; d < _grid.D.Taps; d++)
            {
                for (int h = 0; h < _grid.H.Taps; h++, target += (long)length * width)
                {
                    int z = r < count ? lines[r].D + d * _grid.D.TapStep : -1, y = r < count ? lines[r].H + h * _grid.H.TapStep : -1;
                    int from = 0, to = 0;
                    T* source = null;
                    if ((uint)z < (uint)_grid.D.Extent && (uint)y < (uint)_grid.H.Extent)
                    {
                        int x = lines[r].W;
                        source = lines[r].Image + _grid.Offset(z, y, x);
                        from = Math.Clamp(-x, 0, _grid.W.Taps) * _grid.Channels;
                        to = Math.Clamp(_grid.W.Extent - x, 0, _grid.W.Taps) * _grid.Channels;
                    }
                    int i = 0;
                    for (; i < from; i++)
                        target[(long)i * width] = default;
                    for (; i < to; i++)
                        target[(long)i * width] = source[i];
                    for (; i < length; i++)
                        target[(long)i * width] = default;
                }
            }
        }
    }

    private void Locate(Line* lines, int first, int count)
    {
        var cursor = PatchCursor.At(_grid, first);
        for (int r = 0; r < count; r++, cursor.Advance(_grid))
        {
            lines[r] = new Line
            {
                Image = _data + cursor.Image * _grid.ImageStride,
                D = _grid.D.Start(cursor.D),
                H = _grid.H.Start(cursor.H),
                W = _grid.W.Start(cursor.W),
            };
        }
    }

    // Finds where each line reads taps w to lastW of row (d, h); false where a line is partly inside, which needs single taps.
    private bool TryRuns(T** runs, Line* lines, int count, int d, int h, int w, int channel, int lastW)
    {
        int stepD = d * _grid.D.TapStep, stepH = h * _grid.H.TapStep, stepW = w * _grid.W.TapStep, span = (lastW - w) * _grid.W.TapStep;
        for (int r = 0; r < count; r++)
        {
            int z = lines[r].D + stepD, y = lines[r].H + stepH, x = lines[r].W + stepW;
            // Unsigned: a negative coordinate is a very large one.
            bool row = (uint)z < (uint)_grid.D.Extent && (uint)y < (uint)_grid.H.Extent;
            bool start = (uint)x < (uint)_grid.W.Extent, end = (uint)(x + span) < (uint)_grid.W.Extent;
            if (row && start && end)
                runs[r] = lines[r].Image + _grid.Offset(z, y, x) + channel;
            else if (!row || span == 0)
                runs[r] = ZeroLine.Pointer<T>();
            else
                return false;
        }
        return true;
    }
}
