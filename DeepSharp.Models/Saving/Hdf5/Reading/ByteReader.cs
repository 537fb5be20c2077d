using System.Buffers.Binary;
using System.Text;

namespace DeepSharp.Hdf5;

/// <summary>Takes little-endian fields one after the other out of a piece of an HDF5 file.</summary>
/// <param name="bytes">The piece.</param>
/// <param name="sizes">How long addresses and lengths are in this file.</param>
/// <param name="what">What the piece is, for messages.</param>
internal ref struct ByteReader(ReadOnlySpan<byte> bytes, FieldSizes sizes, string what)
{
    private static readonly UTF8Encoding s_utf8 = new(false, true);

    private readonly ReadOnlySpan<byte> _bytes = bytes;

    /// <summary>Bytes taken so far.</summary>
    public int Position { get; private set; }

    /// <summary>Bytes left.</summary>
    public readonly int Left => _bytes.Length - Position;

    /// <summary>The next bytes.</summary>
    public ReadOnlySpan<byte> Take(long count)
    {
        if (count < 0 || count > Left) throw Damaged.Because($"the {what} has {_bytes.Length} bytes, too few for what it should hold");
        var piece = _bytes.Slice(Position, (int)count);
        Position += (int)count;
        return piece;
    }

    /// <summary>All that is left.</summary>
    public ReadOnlySpan<byte> Rest() => Take(Left);

    public void Skip(long count) => Take(count);

    /// <summary>Goes on at a multiple of so many bytes from the beginning.</summary>
    public void Align(int unit) => Skip(Math.Min(Left, (unit - Position % unit) % unit));

    public byte U8() => Take(1)[0];

    public ushort U16() => BinaryPrimitives.ReadUInt16LittleEndian(Take(2));

    public uint U32() => BinaryPrimitives.ReadUInt32LittleEndian(Take(4));

    /// <summary>An unsigned number of 1 to 8 bytes.</summary>
    public ulong Unsigned(int size)
    {
        if (size is < 1 or > 8) throw Damaged.Because($"the {what} has a number of {size} bytes");
        ulong value = 0;
        var piece = Take(size);
        for (int i = size - 1; i >= 0; i--) value = value << 8 | piece[i];
        return value;
    }

    /// <summary>A number that must not be too large for a file.</summary>
    public long Number(int size) => Unsigned(size) is <= long.MaxValue and var value ? (long)value
        : throw Damaged.Because($"the {what} holds a number that is too large");

    /// <summary>A length.</summary>
    public long Length() => Number(sizes.Length);

    /// <summary>An address, or −1 where nothing has been stored.</summary>
    public long Address()
    {
        ulong value = Unsigned(sizes.Offset);
        ulong undefined = sizes.Offset == 8 ? ulong.MaxValue : (1UL << 8 * sizes.Offset) - 1;
        return value == undefined ? -1 : value <= long.MaxValue ? (long)value
            : throw Damaged.Because($"the {what} holds the address {value}, far outside the file");
    }

    /// <summary>A text that ends with a zero byte.</summary>
    public string Text()
    {
        int end = _bytes[Position..].IndexOf((byte)0);
        if (end < 0) throw Damaged.Because($"a text in the {what} has no end");
        string text = Text(Take(end));
        Skip(1);
        return text;
    }

    /// <summary>Bytes as UTF-8.</summary>
    public static string Text(ReadOnlySpan<byte> bytes)
    {
        try { return s_utf8.GetString(bytes); }
        catch (DecoderFallbackException) { throw Damaged.Because("a text is not UTF-8"); }
    }

    /// <summary>Takes the four letters that a structure begins with, and its version.</summary>
    public void Signature(ReadOnlySpan<byte> letters, params ReadOnlySpan<byte> versions)
    {
        if (!Take(letters.Length).SequenceEqual(letters)) throw Damaged.Because($"there is no {what} where one should be");
        byte version = versions.Length > 0 ? U8() : (byte)0;
        if (versions.Length > 0 && !versions.Contains(version)) throw Damaged.Version(what, version);
    }
}
