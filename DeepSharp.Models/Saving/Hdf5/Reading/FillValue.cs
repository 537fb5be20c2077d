namespace DeepSharp.Hdf5;

/// <summary>What stands where a dataset has not been written.</summary>
internal static class FillValue
{
    /// <summary>Bytes filled with the dataset's fill value, zero if it has none.</summary>
    public static byte[] Filled(FileSpace file, ObjectHeader header, long length, int elementSize)
    {
        if (length > Array.MaxLength)
            throw Damaged.Unsupported($"a dataset in chunks of {length} bytes", $"At most {Array.MaxLength} bytes are read; write it in one piece.");
        var bytes = new byte[length];
        var value = Value(file, header);
        if (value.Length == 0 || !value.ContainsAnyExcept((byte)0)) return bytes;
        if (value.Length != elementSize) throw Damaged.Because($"a fill value has {value.Length} bytes where an element has {elementSize}");
        for (long at = 0; at < length; at += elementSize) value.CopyTo(bytes.AsSpan((int)at));
        return bytes;
    }

    private static ReadOnlySpan<byte> Value(FileSpace file, ObjectHeader header)
    {
        if (header.Find(MessageKind.FillValue) is { } message)
        {
            var r = file.Reader(message.Body.Span, "fill value");
            int version = r.U8();
            if (version is < 1 or > 3) throw Damaged.Version("fill value", version);
            if (version == 3) return (r.U8() & 0x20) != 0 ? r.Take(r.U32()) : [];
            r.Skip(2);
            bool defined = r.U8() != 0;
            // Version 1 has a size even where there is no value.
            return defined || version == 1 && r.Left >= 4 ? r.Take(r.U32()) : [];
        }
        if (header.Find(MessageKind.OldFillValue) is not { } old) return [];
        var fields = file.Reader(old.Body.Span, "fill value");
        return fields.Take(fields.U32());
    }
}
