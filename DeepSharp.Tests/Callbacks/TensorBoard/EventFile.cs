using System.Buffers.Binary;
using DeepSharp.TensorBoardFormat;

namespace DeepSharp.Tests;

/// <summary>Reads event files and checks every checksum, with a CRC of its own.</summary>
internal static class EventFile
{
    public static List<Event> Read(string folder)
    {
        string path = Directory.GetFiles(folder, "events.out.tfevents.*").Single();
        var bytes = File.ReadAllBytes(path).AsSpan();
        var events = new List<Event>();
        while (bytes.Length > 0)
        {
            var length = bytes[..8];
            Assert.That(BinaryPrimitives.ReadUInt32LittleEndian(bytes[8..]), Is.EqualTo(Masked(length)), "checksum of a length");
            int count = (int)BinaryPrimitives.ReadUInt64LittleEndian(length);
            var content = bytes.Slice(12, count);
            Assert.That(BinaryPrimitives.ReadUInt32LittleEndian(bytes[(12 + count)..]), Is.EqualTo(Masked(content)), "checksum of an event");
            events.Add(Event.Parser.ParseFrom(content));
            bytes = bytes[(16 + count)..];
        }
        return events;
    }

    /// <summary>The entries of a tag with their steps.</summary>
    public static List<(long Step, Summary.Types.Value Value)> Of(IEnumerable<Event> events, string tag) =>
        [.. events.Where(e => e.Summary is not null).SelectMany(e => e.Summary.Value.Select(v => (e.Step, v))).Where(p => p.v.Tag == tag)];

    public static IEnumerable<string> Tags(IEnumerable<Event> events) => events.Where(e => e.Summary is not null).SelectMany(e => e.Summary.Value.Select(v =>
        v.Tag)).Distinct();

    private static uint Masked(ReadOnlySpan<byte> bytes)
    {
        uint crc = uint.MaxValue;
        foreach (byte b in bytes)
        {
            crc ^= b;
            for (int bit = 0; bit < 8; bit++) crc = (crc & 1) != 0 ? (crc >> 1) ^ 0x82f63b78 : crc >> 1;
        }
        crc = ~crc;
        return unchecked(((crc >> 15) | (crc << 17)) + 0xa282ead8);
    }
}
