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
        if (_left <= 0) return false;
        tile.Ahead = _next;
        tile.AheadStep = CacheLines.Size;
        _next += (nint)steps * CacheLines.Size;
        _left -= (nint)steps * CacheLines.Size;
        return true;
    }

    /// <summary>Asks at once for what no tile was left for.</summary>
    public void AskRest()
    {
        for (; _left > 0; _left -= CacheLines.Size, _next += CacheLines.Size) CacheLines.Ask(_next);
    }
}
