namespace DeepSharp.Cpu;

/// <summary>Sorts packed keys whose lower halves already rise by their upper halves, digit by digit from the lowest; n steps for each digit.</summary>
internal static unsafe class RadixSort
{
    /// <summary>From this many keys on it is worth the tables.</summary>
    public const int Fewest = 128;

    private const int Half = 32, ShortDigit = 8, LongDigit = 11, LongFrom = 16 * 1024;

    /// <summary>Sorts.</summary>
    /// <param name="keys">The keys; equal upper halves keep their order.</param>
    /// <param name="room">Room for as many.</param>
    /// <param name="count">Their number.</param>
    public static void Run(ulong* keys, ulong* room, int count)
    {
        int bits = count < LongFrom ? ShortDigit : LongDigit, digits = (Half + bits - 1) / bits, values = 1 << bits, mask = values - 1;
        int* starts = stackalloc int[3 << LongDigit];
        new Span<int>(starts, digits * values).Clear();
        for (int i = 0; i < count; i++)
        {
            uint key = (uint)(keys[i] >> Half);
            for (int d = 0; d < digits; d++) starts[d * values + ((int)(key >> d * bits) & mask)]++;
        }
        ulong* from = keys, to = room;
        for (int d = 0; d < digits; d++)
        {
            int* next = starts + d * values;
            int shift = Half + d * bits, total = 0;
            // A digit that is the same everywhere needs no pass.
            if (next[(int)(from[0] >> shift) & mask] == count) continue;
            for (int v = 0; v < values; v++) (next[v], total) = (total, total + next[v]);
            for (int i = 0; i < count; i++) to[next[(int)(from[i] >> shift) & mask]++] = from[i];
            ulong* sorted = to;
            to = from;
            from = sorted;
        }
        if (from != keys) new ReadOnlySpan<ulong>(from, count).CopyTo(new(keys, count));
    }
}
