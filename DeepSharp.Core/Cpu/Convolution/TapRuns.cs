namespace DeepSharp.Cpu;

/// <summary>The taps of a patch as runs of neighbouring values: whole rows of taps where these touch, else tap by tap.</summary>
internal readonly unsafe struct TapRuns
{
    private readonly PatchGrid _grid;

    public TapRuns(in PatchGrid grid)
    {
        _grid = grid;
        bool rows = grid.RowsAreContiguous;
        Count = grid.D.Taps * grid.H.Taps * (rows ? 1 : grid.W.Taps);
        Length = grid.Channels * (rows ? grid.W.Taps : 1);
    }

    /// <summary>Number of runs.</summary>
    public int Count { get; }

    /// <summary>Values of a run.</summary>
    public int Length { get; }

    /// <summary>Writes where each run begins, seen from the first tap.</summary>
    public void Offsets<T>(in PatchWindow<T> window, nint* offsets) where T : unmanaged
    {
        int perRow = Count / Math.Max(1, _grid.D.Taps * _grid.H.Taps);
        for (int d = 0; d < _grid.D.Taps; d++)
            for (int h = 0; h < _grid.H.Taps; h++)
                for (int w = 0; w < perRow; w++)
                    *offsets++ = window.Tap(d, h, w);
    }
}
