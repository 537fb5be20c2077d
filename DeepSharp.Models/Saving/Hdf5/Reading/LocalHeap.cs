namespace DeepSharp.Hdf5;

/// <summary>The names of an old-style group.</summary>
internal sealed class LocalHeap
{
    private readonly FileSpace _file;
    private readonly byte[] _data;

    /// <summary>Reads a heap.</summary>
    public LocalHeap(FileSpace file, long address)
    {
        _file = file;
        var r = file.Reader(file.ReadUpTo(address, 64, "local heap"), "local heap");
        r.Signature("HEAP"u8, 0);
        r.Skip(3);
        long size = r.Length();
        r.Length();     // free list
        _data = file.Read(r.Address(), size, "local heap");
    }

    /// <summary>The text at an offset.</summary>
    public string Text(long offset)
    {
        if (offset < 0 || offset >= _data.Length) throw Damaged.Because("a name lies outside its local heap");
        var r = _file.Reader(_data.AsSpan((int)offset), "local heap");
        string text = r.Text();
        _file.Spend(text.Length);
        return text;
    }
}
