namespace DeepSharp.Hdf5;

/// <summary>The elements of a dataset as bytes, in row-major order.</summary>
internal sealed class RawData
{
    private readonly FileSpace _file;
    private readonly DataLayout _layout;
    private readonly byte[]? _whole;

    /// <summary>Finds the elements.</summary>
    /// <param name="file">The file.</param>
    /// <param name="header">The dataset's header.</param>
    /// <param name="space">Its shape.</param>
    /// <param name="elementSize">Bytes of an element.</param>
    public RawData(FileSpace file, ObjectHeader header, Dataspace space, int elementSize)
    {
        _file = file;
        if (header.Find(MessageKind.ExternalFiles) is not null)
            throw Damaged.Unsupported("a dataset whose data lies in other files", "Copy the data into the file.");
        var layout = header.Find(MessageKind.DataLayout) ?? throw Damaged.Because("a dataset has no data layout");
        _layout = DataLayout.Parse(file, layout.Body);
        Length = space.Count * elementSize;
        if (Length > FileSpace.MaxRatio * file.Length) throw Damaged.Because($"a dataset has {Length} bytes, more than a file of {file.Length} bytes can hold");
        switch (_layout.Kind)
        {
            case LayoutKind.Virtual:
                throw Damaged.Unsupported("a virtual dataset, whose data lies in other files", "Copy the data into the file.");
            case LayoutKind.Compact when _layout.Inline.Length != Length:
            case LayoutKind.Contiguous when _layout.Size >= 0 && _layout.Size != Length:
                throw Damaged.Because($"a dataset of {Length} bytes has {Math.Max(_layout.Size, _layout.Inline.Length)} bytes of data");
            case LayoutKind.Contiguous when _layout.Address >= 0 && (Length > file.Length || _layout.Address > file.Length - Length):
                throw Damaged.Because($"the data of a dataset, {Length} bytes at {_layout.Address}, lies outside the {file.Length} bytes of the file");
            case LayoutKind.Contiguous when _layout.Address < 0:
                _whole = FillValue.Filled(file, header, Length, elementSize);
                break;
            case LayoutKind.Chunked:
                _whole = ChunkedData.Read(file, header, _layout, space, elementSize, Length);
                break;
        }
    }

    /// <summary>Bytes in all.</summary>
    public long Length { get; }

    /// <summary>Copies a part.</summary>
    public void CopyTo(long offset, Span<byte> into)
    {
        if (_whole is not null) _whole.AsSpan((int)offset, into.Length).CopyTo(into);
        else if (_layout.Kind == LayoutKind.Compact) _layout.Inline.Span.Slice((int)offset, into.Length).CopyTo(into);
        else _file.Source.Read(_file.Base + _layout.Address + offset, into);
    }
}
