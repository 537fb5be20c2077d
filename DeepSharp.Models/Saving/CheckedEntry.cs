using System.IO.Compression;

namespace DeepSharp;

/// <summary>Reads an entry of a zip file and sees to it that it has exactly the length and the checksum that the file says.</summary>
internal sealed class CheckedEntry : Stream
{
    /// <summary>Longer entries are looked at for how much unpacking lengthens them; texts become up to so many times as long.</summary>
    private const int MaxInflated = 1 << 20, TextRatio = 100;

    private readonly ZipArchiveEntry _entry;
    private readonly Stream _content;
    private uint _crc;
    private long _position;

    /// <summary>Opens an entry.</summary>
    /// <param name="entry">The entry.</param>
    /// <param name="limit">More bytes than this are refused before any is read.</param>
    /// <param name="maxRatio">Entries longer than a mebibyte may not become more than so many times as long by unpacking.</param>
    public CheckedEntry(ZipArchiveEntry entry, long limit, int maxRatio = TextRatio)
    {
        if (entry.Length > limit)
            throw new InvalidDataException($"its entry '{entry.FullName}' says it has {entry.Length} bytes, more than the {limit} that it can need.");
        if (entry.Length > MaxInflated && entry.Length / maxRatio > entry.CompressedLength)
            throw new InvalidDataException($"its entry '{entry.FullName}' says that {entry.CompressedLength} bytes become {entry.Length} when they are"
                + $" unpacked, more than {maxRatio} times as many.");
        _entry = entry;
        _content = entry.Open();
    }

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => _entry.Length;

    public override long Position { get => _position; set => throw new NotSupportedException(); }

    public override int Read(Span<byte> buffer)
    {
        int wanted = (int)Math.Min(buffer.Length, Length - _position);
        int got = wanted == 0 ? 0 : _content.Read(buffer[..wanted]);
        _crc = Crc32.Append(_crc, buffer[..got]);
        _position += got;
        return got;
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    /// <summary>Checks length and checksum after everything has been read.</summary>
    /// <exception cref="InvalidDataException">They differ from what the file says.</exception>
    public void Finish()
    {
        if (_position != Length || _content.ReadByte() >= 0)
            throw new InvalidDataException($"its entry '{_entry.FullName}' does not have the {Length} bytes that the archive's directory says.");
        if (_crc != _entry.Crc32)
            throw new InvalidDataException($"its entry '{_entry.FullName}' is damaged: the checksum is {_crc:x8} but should be {_entry.Crc32:x8}. "
                + "Copy the file again, or restore it from a backup.");
    }

    /// <summary>The whole entry.</summary>
    public static byte[] ReadAll(ZipArchiveEntry entry, int limit)
    {
        using var stream = new CheckedEntry(entry, limit);
        var bytes = new byte[stream.Length];
        stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
        stream.Finish();
        return bytes;
    }

    public override void Flush() { }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing) _content.Dispose();
        base.Dispose(disposing);
    }
}
