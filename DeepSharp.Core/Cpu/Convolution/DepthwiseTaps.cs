namespace DeepSharp.Cpu;

/// <summary>
/// The taps that rows of a depthwise convolution's result see: those along D and H are chosen once a row, those along W once for each run
/// of pixels. Pixel u of a row reads the source's column <c>u · Step + shift</c>.
/// </summary>
internal unsafe ref struct DepthwiseTaps
{
    private readonly long* _lineFrom, _lineWeight, _columnWeight, _from, _weight;
    private readonly int* _shift;
    private int _lines, _columns, _least, _most;

    /// <summary>Room for the taps of a kernel; see <see cref="Room"/>.</summary>
    public DepthwiseTaps(long* room, Extent3 kernel)
    {
        int lines = kernel.D * kernel.H, all = lines * kernel.W;
        _from = room;
        _weight = _from + all;
        _lineFrom = _weight + all;
        _lineWeight = _lineFrom + lines;
        _columnWeight = _lineWeight + lines;
        _shift = (int*)(_columnWeight + kernel.W);
    }

    /// <summary>Numbers that a list needs room for.</summary>
    public static long Room(Extent3 kernel) => 2L * kernel.Volume + 2L * kernel.D * kernel.H + 2L * kernel.W;

    public readonly long* From => _from;

    public readonly long* Weight => _weight;

    /// <summary>Begins another row.</summary>
    public void ClearLines() => _lines = 0;

    /// <summary>Adds a line of the source that the row sees.</summary>
    /// <param name="from">Its first element.</param>
    /// <param name="weight">The first element of its row of the kernel.</param>
    public void AddLine(long from, long weight) => (_lineFrom[_lines], _lineWeight[_lines++]) = (from, weight);

    /// <summary>Begins another choice of columns.</summary>
    public void ClearColumns() => (_columns, _least, _most) = (0, int.MaxValue, int.MinValue);

    /// <summary>Adds a tap along W.</summary>
    /// <param name="shift">The column that pixel 0 reads.</param>
    /// <param name="weight">Its place in a row of the kernel, in elements.</param>
    public void AddColumn(int shift, long weight)
    {
        (_shift[_columns], _columnWeight[_columns++]) = (shift, weight);
        (_least, _most) = (Math.Min(_least, shift), Math.Max(_most, shift));
    }

    /// <summary>The pixels [First, End) of a row whose taps along W all lie inside the source.</summary>
    public readonly (int First, int End) Inside(int pixels, int step, int extent)
    {
        if (_columns == 0) return (0, pixels);
        int first = _least >= 0 ? 0 : (-_least + step - 1) / step;
        int end = extent - 1 < _most ? 0 : (extent - 1 - _most) / step + 1;
        first = Math.Min(first, pixels);
        return (first, Math.Clamp(end, first, pixels));
    }

    /// <summary>Lists the taps that read inside the source at a pixel.</summary>
    /// <returns>Their number.</returns>
    public readonly int List(int pixel, int step, int extent, int channels)
    {
        int n = 0;
        for (int l = 0; l < _lines; l++)
        {
            for (int k = 0; k < _columns; k++)
            {
                if ((uint)(pixel * step + _shift[k]) >= (uint)extent) continue;
                _from[n] = _lineFrom[l] + (long)_shift[k] * channels;
                _weight[n++] = _lineWeight[l] + _columnWeight[k];
            }
        }
        return n;
    }
}
