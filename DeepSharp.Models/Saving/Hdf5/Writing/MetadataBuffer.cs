using System.Buffers.Binary;
using System.Text;

namespace DeepSharp.Hdf5;

/// <summary>Collects the structures at the beginning of a file that is being written; addresses are set as they become known.</summary>
internal sealed class MetadataBuffer
{
    /// <summary>Stands where nothing has been stored.</summary>
    public const long Undefined = -1;

    private byte[] _bytes = new byte[4096];

    /// <summary>Bytes so far: the address of what comes next.</summary>
    public int Length { get; private set; }

    /// <summary>The bytes so far.</summary>
    public ReadOnlySpan<byte> Bytes => _bytes.AsSpan(0, Length);

    public MetadataBuffer U8(params ReadOnlySpan<byte> values)
    {
        values.CopyTo(Room(values.Length));
        return this;
    }

    public MetadataBuffer U16(int value)
    {
        BinaryPrimitives.WriteUInt16LittleEndian(Room(2), checked((ushort)value));
        return this;
    }

    public MetadataBuffer U32(long value)
    {
        BinaryPrimitives.WriteUInt32LittleEndian(Room(4), checked((uint)value));
        return this;
    }

    public MetadataBuffer I64(long value)
    {
        BinaryPrimitives.WriteInt64LittleEndian(Room(8), value);
        return this;
    }

    public MetadataBuffer Zeros(int count)
    {
        Room(count).Clear();
        return this;
    }

    /// <summary>A text with a zero behind it, filled up to a multiple of so many bytes.</summary>
    public MetadataBuffer Text(string text, int unit = 1)
    {
        int length = Encoding.UTF8.GetByteCount(text);
        Encoding.UTF8.GetBytes(text, Room(length));
        return Zeros((length + unit) / unit * unit - length);
    }

    /// <summary>Fills up to a multiple of eight bytes.</summary>
    public MetadataBuffer Align() => Zeros(-Length & 7);

    /// <summary>Sets eight bytes that were left open.</summary>
    public void Set(int at, long value) => BinaryPrimitives.WriteInt64LittleEndian(_bytes.AsSpan(at), value);

    private Span<byte> Room(int count)
    {
        if (Length > Array.MaxLength - count)
            throw new ModelFileException("The names and attributes take more than two gigabytes; HDF5 files with so many are not written.");
        if (Length + count > _bytes.Length) Array.Resize(ref _bytes, (int)Math.Min(Array.MaxLength, Math.Max(Length + count, 2L * _bytes.Length)));
        Length += count;
        return _bytes.AsSpan(Length - count, count);
    }
}
