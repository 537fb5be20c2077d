using System.IO.Compression;

namespace DeepSharp;

/// <summary>Opens a stream that may or may not be gzipped, judging by its first two bytes (1F 8B) and not by its name.</summary>
internal static class GzipContent
{
    /// <summary>A stream of the plain content. Disposing it leaves <paramref name="source"/> open.</summary>
    internal static Stream Open(Stream source)
    {
        var head = new byte[2];
        var read = source.ReadAtLeast(head, head.Length, throwOnEndOfStream: false);
        var whole = new PrefixedStream(head.AsMemory(0, read), source);
        return read == 2 && head is [0x1F, 0x8B] ? new GZipStream(whole, CompressionMode.Decompress) : whole;
    }

    /// <summary>Bytes already taken from a stream, put back in front of it: sources need not be seekable.</summary>
    private sealed class PrefixedStream(ReadOnlyMemory<byte> prefix, Stream rest) : Stream
    {
        private ReadOnlyMemory<byte> _prefix = prefix;

        public override bool CanRead => true;
        public override bool CanSeek => false;
        public override bool CanWrite => false;
        public override long Length => throw ForwardsOnly();
        public override long Position { get => throw ForwardsOnly(); set => throw ForwardsOnly(); }

        public override int Read(Span<byte> buffer)
        {
            if (_prefix.IsEmpty) return rest.Read(buffer);
            var count = Math.Min(buffer.Length, _prefix.Length);
            _prefix.Span[..count].CopyTo(buffer);
            _prefix = _prefix[count..];
            return count;
        }

        public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));
        public override long Seek(long offset, SeekOrigin origin) => throw ForwardsOnly();
        public override void SetLength(long value) => throw ForwardsOnly();
        public override void Write(byte[] buffer, int offset, int count) => throw ForwardsOnly();
        public override void Flush() { }

        private static NotSupportedException ForwardsOnly() => new("This stream can only be read, from front to back.");
    }
}
