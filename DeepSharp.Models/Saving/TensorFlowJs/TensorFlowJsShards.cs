namespace DeepSharp.TensorFlowJs;

/// <summary>The bytes of the files of a group, one after another.</summary>
internal sealed class TensorFlowJsShards
{
    private const int Piece = 1 << 20;

    private readonly List<(string Path, long Start, long Length)> _files = [];

    /// <summary>Looks at the files.</summary>
    /// <param name="folder">The folder that all of them lie in.</param>
    /// <param name="group">The group.</param>
    /// <exception cref="InvalidDataException">A file lies elsewhere or is missing, or they have not as many bytes as the tensors.</exception>
    public TensorFlowJsShards(string folder, TensorFlowJsGroup group)
    {
        long end = 0;
        foreach (string shard in group.Shards)
        {
            var outside = new InvalidDataException($"its weights are in '{shard}'; only files in its folder are read.");
            var file = new FileInfo(EnclosedPath.Within(Path.GetFullPath(folder), shard, outside));
            if (!file.Exists) throw new InvalidDataException($"its weights are in '{shard}', which is not beside it. Put that file into its folder.");
            _files.Add((file.FullName, end, file.Length));
            end += file.Length;
        }
        if (end != group.Bytes)
            throw new InvalidDataException($"its weights in {KnownNames.List(group.Shards)} take {group.Bytes} bytes, but there are {end}.");
    }

    /// <summary>Reads bytes from a place on.</summary>
    public void Read(long offset, Span<byte> bytes)
    {
        foreach (var (path, start, length) in _files)
        {
            if (bytes.Length == 0) return;
            if (offset >= start + length) continue;
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, 1);
            file.Position = offset - start;
            var part = bytes[..(int)Math.Min(bytes.Length, start + length - offset)];
            file.ReadExactly(part);
            offset += part.Length;
            bytes = bytes[part.Length..];
        }
    }

    /// <summary>Reads a tensor, unpacked.</summary>
    /// <exception cref="InvalidDataException">A truth value is neither 0 nor 1, or a number does not fit its type.</exception>
    public Tensor Read(TensorFlowJsTensor entry)
    {
        var tensor = Tensor.Empty(entry.Shape, entry.DType);
        int width = entry.Width, size = entry.DType.Size;
        var buffer = new byte[(int)Math.Min(Piece, entry.Bytes)];
        byte[] unpacked = entry.Quantized is null ? [] : new byte[buffer.Length / width * size];
        for (long done = 0; done < entry.Bytes;)
        {
            var piece = buffer.AsSpan(0, (int)Math.Min(buffer.Length, entry.Bytes - done));
            Read(entry.Offset + done, piece);
            if (entry.DType == DType.Bool && piece.IndexOfAnyExceptInRange((byte)0, (byte)1) is var at and >= 0)
                throw new InvalidDataException($"tensor '{entry.Name}' is of type bool but holds the byte {piece[at]}.");
            var values = piece;
            if (entry.Quantized is { } packing)
            {
                values = unpacked.AsSpan(0, piece.Length / width * size);
                packing.Unpack(piece, entry.DType, values);
            }
            tensor.Device.Backend.Write(tensor.Storage!, tensor.Offset * size + done / width * size, values);
            done += piece.Length;
        }
        return tensor;
    }

    /// <summary>Writes the bytes between two places of tensors one after another.</summary>
    /// <param name="stream">Where.</param>
    /// <param name="tensors">The tensors.</param>
    /// <param name="from">The first byte.</param>
    /// <param name="to">The end.</param>
    public static void Write(Stream stream, IEnumerable<Tensor> tensors, long from, long to)
    {
        long start = 0;
        foreach (var tensor in tensors)
        {
            long bytes = tensor.Count * tensor.DType.Size, first = Math.Max(from, start), last = Math.Min(to, start + bytes);
            if (first < last)
            {
                var value = tensor.Contiguous();
                var buffer = new byte[(int)(last - first)];
                value.Device.Backend.Read(value.Storage!, value.Offset * value.DType.Size + first - start, buffer);
                stream.Write(buffer);
            }
            start += bytes;
        }
    }
}
