namespace DeepSharp.Cpu;

/// <summary>Memory that is asked for while products are made: a line with each k of a tile, so that the requests never pile up.</summary>
/// <param name="first">The first byte.</param>
/// <param name="bytes">How many there are.</param>
internal unsafe struct LineStream(void* first, nint bytes)
{
    private byte* _next = (byte*)first;
    private nint _left = bytes;

    /// <summary>Lets a tile ask for the next lines.</summary>
    /// <param name="tile">The tile.</param>
    /// <param name="steps">How many k it has.</param>
    /// <returns>Whether there were any left.</returns>
    public bool Lend<T>(ref GroupTile<T> tile, int steps) where T : unmanaged
    {
        if (!Lend(steps, out byte* lines)) return false;
        tile.Ahead = lines;
        tile.AheadStep = CacheLines.Size;
        return true;
    }

    /// <summary>Lends the next lines.</summary>
    /// <param name="steps">How many.</param>
    /// <param name="lines">The first of them.</param>
    /// <returns>Whether there were any left.</returns>
    public bool Lend(int steps, out byte* lines)
    {
        lines = _next;
        if (_left <= 0) return false;
        _next += (nint)steps * CacheLines.Size;
        _left -= (nint)steps * CacheLines.Size;
        return true;
    }

    /// <summary>One of some equal parts.</summary>
    public readonly LineStream Part(int part, int parts)
    {
        nint lines = (_left + CacheLines.Size - 1) / CacheLines.Size, first = lines * part / parts, end = lines * (part + 1) / parts;
        return new(_next + first * CacheLines.Size, (end - first) * CacheLines.Size);
    }

    /// <summary>Asks at once for what no tile was left for.</summary>
    public void AskRest()
    {
        for (; _left > 0; _left -= CacheLines.Size, _next += CacheLines.Size) CacheLines.Ask(_next);
    }
}
