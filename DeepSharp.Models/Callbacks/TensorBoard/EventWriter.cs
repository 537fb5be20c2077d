using System.Buffers.Binary;
using System.Numerics;
using DeepSharp.TensorBoardFormat;
using Google.Protobuf;

namespace DeepSharp;

/// <summary>Writes TensorBoard's event files: each event as its length, the length's checksum, its bytes, and their checksum.</summary>
/// <remarks>Checksums are CRC-32C, turned by 15 bits and shifted by a constant, so that a checksum over data with checksums stays meaningful.</remarks>
internal sealed class EventWriter : IDisposable
{
    private static int s_files;

    private readonly FileStream _file;
    private readonly TimeProvider _clock;

    /// <summary>Begins a file in a folder, which is made if it is not there.</summary>
    public EventWriter(string folder, TimeProvider? clock = null)
    {
        _clock = clock ?? TimeProvider.System;
        Directory.CreateDirectory(folder);
        // TensorBoard knows an event file by "tfevents" in its name and reads several of a folder in the order of their names.
        int number = Interlocked.Increment(ref s_files);
        string name = FormattableString.Invariant(
            $"events.out.tfevents.{_clock.GetUtcNow().ToUnixTimeSeconds()}.{Environment.MachineName}.{Environment.ProcessId}.{number}.v2");
        Path = System.IO.Path.Combine(folder, name);
        _file = new(Path, FileMode.CreateNew, FileAccess.Write, FileShare.Read, 1 << 16);
        Write(new Event { FileVersion = "brain.Event:2" }, 0);
    }

    public string Path { get; }

    public void Write(Summary.Types.Value value, long step)
    {
        var summary = new Summary();
        summary.Value.Add(value);
        Write(new Event { Summary = summary }, step);
    }

    public void Write(GraphDef graph) => Write(new Event { GraphDef = graph.ToByteString() }, 0);

    public void Flush() => _file.Flush();

    public void Dispose() => _file.Dispose();

    private void Write(Event record, long step)
    {
        record.Step = step;
        record.WallTime = (_clock.GetUtcNow() - DateTimeOffset.UnixEpoch).TotalSeconds;
        var content = record.ToByteArray();
        Span<byte> length = stackalloc byte[8];
        BinaryPrimitives.WriteUInt64LittleEndian(length, (ulong)content.Length);
        _file.Write(length);
        WriteChecksum(length);
        _file.Write(content);
        WriteChecksum(content);
    }

    private void WriteChecksum(ReadOnlySpan<byte> bytes)
    {
        uint crc = uint.MaxValue;
        foreach (byte b in bytes) crc = BitOperations.Crc32C(crc, b);
        Span<byte> masked = stackalloc byte[4];
        BinaryPrimitives.WriteUInt32LittleEndian(masked, unchecked(BitOperations.RotateRight(~crc, 15) + 0xa282ead8u));
        _file.Write(masked);
    }
}
