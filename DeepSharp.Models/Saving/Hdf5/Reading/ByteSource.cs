namespace DeepSharp.Hdf5;

/// <summary>A stretch of a file, read at any place.</summary>
internal sealed class ByteSource
{
    private readonly Stream _stream;
    private readonly long _start;
    private readonly Lock _lock = new();

    /// <summary>Takes a stretch of a stream.</summary>
    /// <param name="stream">A stream that can seek; it stays the caller's.</param>
    /// <param name="start">Where the stretch begins.</param>
    /// <param name="length">Its bytes.</param>
    public ByteSource(Stream stream, long start, long length) => (_stream, _start, Length) = (stream, start, length);

    /// <summary>A whole stream.</summary>
    public ByteSource(Stream stream) : this(stream, 0, stream.Length) { }

    /// <summary>Bytes in the stretch.</summary>
    public long Length { get; }

    /// <summary>Reads bytes.</summary>
    /// <param name="position">Where, counted from the beginning of the stretch.</param>
    /// <param name="into">Takes the bytes.</param>
    /// <exception cref="InvalidDataException">They lie outside the stretch.</exception>
    public void Read(long position, Span<byte> into)
    {
        if (position < 0 || position > Length - into.Length)
            throw new InvalidDataException($"its HDF5 content is cut off: {into.Length} bytes are expected at {position}, but there are only {Length} bytes.");
        lock (_lock)
        {
            _stream.Position = _start + position;
            if (_stream.ReadAtLeast(into, into.Length, throwOnEndOfStream: false) < into.Length)
                throw new InvalidDataException("the file became shorter while it was read.");
        }
    }
}
