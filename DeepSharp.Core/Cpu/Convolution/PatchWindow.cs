namespace DeepSharp.Cpu;

/// <summary>
/// What some rows of positions read of an image, as memory without borders: the image itself where no patch hangs over its border, else a copy with
/// zeros around.
/// </summary>
internal readonly unsafe struct PatchWindow<T> where T : unmanaged
{
    private readonly PatchGrid _grid;
    private readonly (int Low, int Span) _d, _h, _w;
    private readonly int _rows;
    private readonly bool _padded;

    /// <param name="grid">The walk over the data; all channels of a pixel.</param>
    /// <param name="rows">The most rows of positions loaded at once.</param>
    public PatchWindow(in PatchGrid grid, int rows)
    {
        _grid = grid;
        (_d, _h, _w) = (Reach(grid.D, 1), Reach(grid.H, rows), Reach(grid.W, grid.W.Positions));
        _padded = HangsOver(grid.D) || HangsOver(grid.H) || HangsOver(grid.W);
        _rows = _padded ? _h.Span : grid.H.Extent;
        RowPitch = (nint)(_padded ? _w.Span : grid.W.Extent) * grid.Channels;
    }

    /// <summary>Elements from a row of pixels to the next.</summary>
    public nint RowPitch { get; }

    /// <summary>Elements of memory that <see cref="Load"/> needs; none where it copies nothing.</summary>
    public long Scratch => _padded ? (long)_d.Span * _h.Span * RowPitch : 0;

    /// <summary>Elements from what a position reads to what its neighbour in the row, and the one in the next row, read.</summary>
    public (nint Column, nint Row) Steps => (_grid.W.Stride * _grid.Channels, _grid.H.Stride * RowPitch);

    /// <summary>Elements that tap (d, h, w) lies behind a position's first.</summary>
    public nint Tap(int d, int h, int w) =>
        d * _grid.D.TapStep * _rows * RowPitch + h * _grid.H.TapStep * RowPitch + w * _grid.W.TapStep * _grid.Channels;

    /// <summary>The first tap of position (d, h, 0), with the taps of all positions of <paramref name="rows"/> rows in reach.</summary>
    public T* Load(T* image, int d, int h, int rows, T* scratch)
    {
        int z = _grid.D.Start(d), y = _grid.H.Start(h), x = _grid.W.Start(0);
        if (!_padded) return image + _grid.Offset(z, y, x);
        int needed = (rows - 1) * _grid.H.Stride + Reach(_grid.H, 1).Span;
        for (int plane = 0; plane < _d.Span; plane++)
            for (int row = 0; row < needed; row++)
                CopyRow(image, z + _d.Low + plane, y + _h.Low + row, x + _w.Low, scratch + ((nint)plane * _rows + row) * RowPitch);
        return scratch + (-_d.Low * (nint)_rows - _h.Low) * RowPitch - _w.Low * (nint)_grid.Channels;
    }

    private void CopyRow(T* image, int z, int y, int x, T* target)
    {
        int pixel = _grid.Channels;
        var row = new Span<T>(target, (int)RowPitch);
        if ((uint)z >= (uint)_grid.D.Extent || (uint)y >= (uint)_grid.H.Extent)
        {
            row.Clear();
            return;
        }
        int from = Math.Clamp(-x, 0, _w.Span), to = Math.Clamp(_grid.W.Extent - x, from, _w.Span);
        row[..(from * pixel)].Clear();
        new ReadOnlySpan<T>(image + _grid.Offset(z, y, x + from), (to - from) * pixel).CopyTo(row[(from * pixel)..]);
        row[(to * pixel)..].Clear();
    }

    // The least coordinate that positions read, seen from the first's first tap, and how many they span.
    private static (int Low, int Span) Reach(in PatchAxis axis, int positions)
    {
        int taps = (axis.Taps - 1) * axis.TapStep;
        return (Math.Min(0, taps), (positions - 1) * axis.Stride + Math.Abs(taps) + 1);
    }

    private static bool HangsOver(in PatchAxis axis)
    {
        var (low, span) = Reach(axis, axis.Positions);
        return axis.Origin + low < 0 || axis.Origin + low + span > axis.Extent;
    }
}
