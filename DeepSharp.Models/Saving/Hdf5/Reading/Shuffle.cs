namespace DeepSharp.Hdf5;

/// <summary>The filter that puts the first bytes of all elements first, then all second bytes, and so on.</summary>
internal static class Shuffle
{
    /// <summary>Puts the bytes back; those left over at the end of a chunk stay where they are.</summary>
    public static byte[] Undo(byte[] shuffled, uint elementSize)
    {
        if (elementSize <= 1 || elementSize > shuffled.Length) return shuffled;
        int size = (int)elementSize, count = shuffled.Length / size;
        var bytes = new byte[shuffled.Length];
        for (int b = 0; b < size; b++)
        {
            var plane = shuffled.AsSpan(b * count, count);
            for (int i = 0, to = b; i < plane.Length; i++, to += size) bytes[to] = plane[i];
        }
        shuffled.AsSpan(count * size).CopyTo(bytes.AsSpan(count * size));
        return bytes;
    }
}
