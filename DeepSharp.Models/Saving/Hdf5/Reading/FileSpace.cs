using System.Buffers.Binary;

namespace DeepSharp.Hdf5;

/// <summary>An opened HDF5 file: its bytes, its field sizes, and how much may still be read, so that structures that point to each other
/// in a circle come to an end.</summary>
internal sealed class FileSpace
{
    /// <summary>Deflate makes at most this many bytes of one; no honest file declares more data than so many times its length.</summary>
    public const long MaxRatio = 1032;

    private long _budget;

    public FileSpace(ByteSource source) => (Source, _budget) = (source, (1 << 24) + 64 * source.Length);

    public ByteSource Source { get; }

    public FieldSizes Sizes { get; set; } = new(8, 8);

    /// <summary>Where the addresses count from.</summary>
    public long Base { get; set; }

    /// <summary>The heaps of texts that have been read, by address.</summary>
    public Dictionary<long, GlobalHeap> Heaps { get; } = [];

    /// <summary>Bytes that addresses can reach.</summary>
    public long Length => Source.Length - Base;

    /// <summary>Counts work that a damaged file could make endless.</summary>
    /// <exception cref="InvalidDataException">More has been done than an honest file of this length can ask for.</exception>
    public void Spend(long bytes)
    {
        _budget -= bytes;
        if (_budget < 0) throw Damaged.Because("its structures refer to each other without end");
    }

    /// <summary>Reads a structure.</summary>
    /// <param name="address">Where it begins.</param>
    /// <param name="length">How many bytes it has.</param>
    /// <param name="what">What it is, for messages.</param>
    public byte[] Read(long address, long length, string what)
    {
        if (address < 0 || length < 0 || address > Length || length > Length - address)
            throw Damaged.Because($"the {what} at {address}, {length} bytes long, lies outside the {Length} bytes of the file");
        Spend(length + 16);
        var bytes = new byte[length];
        Source.Read(Base + address, bytes);
        return bytes;
    }

    /// <summary>Reads as much of a structure as the file holds, of which only the beginning is needed.</summary>
    public byte[] ReadUpTo(long address, long length, string what) => Read(address, Math.Min(length, Math.Max(0, Length - Math.Max(0, address))), what);

    /// <summary>Reads a structure whose last four bytes are its checksum; these are left out of the result.</summary>
    public byte[] ReadChecked(long address, long length, string what)
    {
        var bytes = Read(address, length, what);
        if (length < 4) throw Damaged.Because($"the {what} at {address} has no checksum");
        uint stored = BinaryPrimitives.ReadUInt32LittleEndian(bytes.AsSpan((int)length - 4)), found = Lookup3.Of(bytes.AsSpan(0, (int)length - 4));
        if (stored != found) throw Damaged.Because($"the checksum of the {what} at {address} is {found:x8} but should be {stored:x8}");
        return bytes[..^4];
    }

    /// <summary>A reader over a piece of this file.</summary>
    public ByteReader Reader(ReadOnlySpan<byte> bytes, string what) => new(bytes, Sizes, what);
}
