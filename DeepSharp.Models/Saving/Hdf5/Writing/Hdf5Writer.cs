namespace DeepSharp.Hdf5;

/// <summary>Writes an HDF5 file as h5py does by default: superblock 0, groups of the older style, data in one piece. All structures come first, so that
/// the file is written from front to back and large tensors are never held twice.</summary>
internal static class Hdf5Writer
{
    private const int Piece = 1 << 20, SuperblockSize = 96;

    private sealed record Output(MetadataBuffer Buffer, TextHeap Texts, List<(Tensor Value, int AddressAt)> Data);

    /// <summary>Writes a file.</summary>
    /// <param name="stream">Where; need not be able to seek.</param>
    /// <param name="root">What it holds.</param>
    public static void Write(Stream stream, Hdf5GroupNode root)
    {
        var buffer = new MetadataBuffer().Zeros(SuperblockSize);
        var output = new Output(buffer, new TextHeap(buffer, Texts(root)), []);
        var (header, tree, heap) = Group(output, root);
        buffer.Align();
        long end = buffer.Length;
        foreach (var (value, at) in output.Data)
        {
            buffer.Set(at, value.Count == 0 ? MetadataBuffer.Undefined : end);
            end += Padded(value);
        }
        stream.Write(Superblock(end, header, tree, heap));
        stream.Write(buffer.Bytes[SuperblockSize..]);
        var piece = new byte[(int)Math.Min(Piece, Math.Max(8, output.Data.Select(d => Padded(d.Value)).DefaultIfEmpty().Max()))];
        foreach (var (value, _) in output.Data) Write(stream, value.Contiguous(), piece);
    }

    private static IEnumerable<string> Texts(Hdf5Node node) => node.Attributes.SelectMany(a => a.Values)
        .Concat(node is Hdf5GroupNode group ? group.Children.Values.SelectMany(Texts) : []);

    private static (long Header, long Tree, long Heap) Group(Output output, Hdf5GroupNode group)
    {
        long Header(Hdf5Node node) => node is Hdf5GroupNode inner ? Group(output, inner).Header : Dataset(output, (Hdf5DatasetNode)node);
        var children = group.Children.Select(c => (c.Key, Header(c.Value))).ToList();
        var (tree, heap) = GroupEncoder.Write(output.Buffer, children);
        var header = new HeaderEncoder(output.Texts);
        header.Add(MessageKind.SymbolTable, new MetadataBuffer().I64(tree).I64(heap));
        header.Add(group);
        return (header.Write(output.Buffer).Address, tree, heap);
    }

    private static long Dataset(Output output, Hdf5DatasetNode dataset)
    {
        var header = new HeaderEncoder(output.Texts);
        header.Add(MessageKind.Dataspace, HeaderEncoder.Dataspace(dataset.Value.Shape.Dims));
        header.Add(MessageKind.Datatype, new MetadataBuffer().U8(TypeEncoder.Encode(dataset.Value.DType)));
        header.Add(MessageKind.FillValue, new MetadataBuffer().U8(2, 2, 2, 1).U32(0));     // zero, written when data is
        header.Add(MessageKind.DataLayout, new MetadataBuffer().U8(3, 1).I64(MetadataBuffer.Undefined).I64(dataset.Bytes));
        header.Open(2);
        header.Add(dataset);
        var (address, open) = header.Write(output.Buffer);
        output.Data.Add((dataset.Value, open[0]));
        return address;
    }

    private static ReadOnlySpan<byte> Superblock(long end, long header, long tree, long heap) => new MetadataBuffer()
        .U8(0x89).U8("HDF\r\n"u8).U8(0x1A, 0x0A).Zeros(5).U8(8, 8, 0).U16(GroupEncoder.LeafK).U16(GroupEncoder.InternalK).U32(0)
        .I64(0).I64(MetadataBuffer.Undefined).I64(end).I64(MetadataBuffer.Undefined)
        .I64(0).I64(header).U32(1).U32(0).I64(tree).I64(heap).Bytes;

    /// <summary>Bytes that a tensor takes, with those that fill up to a multiple of eight.</summary>
    private static long Padded(Tensor value) => (value.Count * value.DType.Size + 7) / 8 * 8;

    private static void Write(Stream stream, Tensor value, byte[] buffer)
    {
        long bytes = value.Count * value.DType.Size, padded = Padded(value);
        for (long done = 0; done < padded;)
        {
            var piece = buffer.AsSpan(0, (int)Math.Min(buffer.Length, padded - done));
            int real = (int)Math.Min(piece.Length, bytes - done);
            value.Device.Backend.Read(value.Storage!, value.Offset * value.DType.Size + done, piece[..real]);
            piece[real..].Clear();
            stream.Write(piece);
            done += piece.Length;
        }
    }
}
