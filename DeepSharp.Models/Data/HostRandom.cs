namespace DeepSharp;

/// <summary>Random whole numbers on the host, from Philox, as the tensors' are: a seed and a stream number fix them all.</summary>
internal sealed class HostRandom(long seed, long stream)
{
    private ulong _counter;
    private ulong _pending;
    private bool _hasPending;

    /// <summary>A number from 0 to below <paramref name="bound"/>, each equally likely.</summary>
    public int Below(int bound)
    {
        // Numbers past the last whole multiple of the bound would favour the small ones; draw again.
        ulong limit = ulong.MaxValue - ulong.MaxValue % (ulong)bound;
        ulong value;
        do value = Next(); while (value >= limit);
        return (int)(value % (ulong)bound);
    }

    /// <summary>Puts a list into random order (Fisher–Yates).</summary>
    public void Shuffle(Span<int> items)
    {
        for (int i = items.Length - 1; i > 0; i--)
        {
            int j = Below(i + 1);
            (items[i], items[j]) = (items[j], items[i]);
        }
    }

    private ulong Next()
    {
        if (_hasPending)
        {
            _hasPending = false;
            return _pending;
        }
        var words = Philox.Block(_counter++, (ulong)stream, (ulong)seed);
        (_pending, _hasPending) = (words.High, true);
        return words.Low;
    }
}
