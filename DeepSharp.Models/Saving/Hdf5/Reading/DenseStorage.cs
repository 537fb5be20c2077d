namespace DeepSharp.Hdf5;

/// <summary>Where an object keeps many links or attributes: in a fractal heap, with a B-tree by name.</summary>
internal static class DenseStorage
{
    /// <summary>Reads a link info or attribute info message.</summary>
    /// <param name="file">The file.</param>
    /// <param name="body">The message.</param>
    /// <param name="what">Its name, for messages.</param>
    /// <param name="counterSize">Bytes of the counter that may stand in it.</param>
    /// <returns>The addresses of heap and B-tree; −1 where there is none.</returns>
    public static (long Heap, long Tree) Parse(FileSpace file, ReadOnlySpan<byte> body, string what, int counterSize)
    {
        var r = file.Reader(body, what);
        byte version = r.U8(), flags = r.U8();
        if (version != 0) throw Damaged.Version(what, version);
        if ((flags & 1) != 0) r.Skip(counterSize);
        return (r.Address(), r.Address());
    }
}
