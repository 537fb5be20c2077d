using System.IO.Compression;

namespace DeepSharp.Tests.Data.Idx;

public class IdxFileTests
{
    private static readonly byte[] TwoByThree = [0, 0, 8, 2, 0, 0, 0, 2, 0, 0, 0, 3, 1, 2, 3, 4, 5, 6];

    [Test]
    public void Read_EveryElementType_RoundTripsPlainAndGzipped()
    {
        RoundTrip<byte>([0, 127, 255], IdxElementType.UInt8);
        RoundTrip<sbyte>([-128, 0, 127], IdxElementType.Int8);
        RoundTrip<short>([short.MinValue, 258, short.MaxValue], IdxElementType.Int16);
        RoundTrip<int>([int.MinValue, 0x01020304, int.MaxValue], IdxElementType.Int32);
        RoundTrip<float>([-1.5f, float.Epsilon, float.NaN], IdxElementType.Float32);
        RoundTrip<double>([Math.PI, double.NegativeInfinity, -0.0], IdxElementType.Float64);
    }

    [Test]
    public void Read_KnownBytes_GivesDimensionsAndValues()
    {
        var array = IdxFile.Read(new MemoryStream(TwoByThree));
        Assert.That(array.ToString(), Is.EqualTo("IdxArray(UInt8, [2, 3])"));
        Assert.That(array.Values<byte>(), Is.EqualTo(new byte[] { 1, 2, 3, 4, 5, 6 }));
    }

    [Test]
    public void Read_KnownInt16Bytes_AreBigEndian() =>
        Assert.That(IdxFile.Read(new MemoryStream([0, 0, 0x0B, 1, 0, 0, 0, 2, 0x01, 0x02, 0xFF, 0xFE])).Values<short>(),
            Is.EqualTo(new short[] { 0x0102, -2 }));

    [Test]
    public void Write_KnownArray_GivesKnownBytes()
    {
        var stream = new MemoryStream();
        IdxFile.Write(stream, IdxArray.Of<byte>([1, 2, 3, 4, 5, 6], 2, 3));
        Assert.That(stream.ToArray(), Is.EqualTo(TwoByThree));
    }

    [Test]
    public void Write_PathEndingInGz_IsCompressedAndReadUnderAnyName()
    {
        using var folder = new TemporaryFolder();
        var array = IdxArray.Of(Enumerable.Range(0, 600_000).Select(i => i % 1000).ToArray(), 6, 100, 1000);
        IdxFile.Write(folder.File("a.gz"), array);
        File.Move(folder.File("a.gz"), folder.File("a.idx"));
        Assert.That(File.ReadAllBytes(folder.File("a.idx"))[..2], Is.EqualTo(new byte[] { 0x1F, 0x8B }));
        Assert.That(IdxFile.Read(folder.File("a.idx")).Values<int>().SequenceEqual(array.Values<int>()), "all 600,000 values come back");
    }

    [Test]
    public void Read_StreamThatCannotSeek_Works()
    {
        using var compressed = new MemoryStream();
        using (var gzip = new GZipStream(compressed, CompressionLevel.Fastest, leaveOpen: true)) gzip.Write(TwoByThree);
        compressed.Position = 0;
        using var forwards = new GZipStream(compressed, CompressionMode.Decompress);
        Assert.That(IdxFile.Read(forwards).Count, Is.EqualTo(6));
    }

    [Test]
    public void Read_EmptyAxis_GivesNoElements() =>
        Assert.That(IdxFile.Read(new MemoryStream([0, 0, 8, 2, 0, 0, 0, 0, 0x7F, 0xFF, 0xFF, 0xFF])).Count, Is.Zero);

    [TestCase(new byte[0], "got 0 bytes in all")]
    [TestCase(new byte[] { 0, 0, 8 }, "got 3 bytes in all")]
    [TestCase(new byte[] { 0x89, 0x50, 0x4E, 0x47, 0, 0, 0, 0 }, "got 89 50 4E 47")]
    [TestCase(new byte[] { 0, 0, 0x0A, 1, 0, 0, 0, 0 }, "got 00 00 0A 01")]
    [TestCase(new byte[] { 0, 0, 8, 0 }, "at least 1 dimension, got 00 00 08 00")]
    [TestCase(new byte[] { 0, 0, 8, 2, 0, 0, 0, 1, 0, 0 }, "names 2 dimensions (8 bytes) but the file ends after 6")]
    [TestCase(new byte[] { 0, 0, 8, 1, 0xFF, 0xFF, 0xFF, 0xFF }, "dimension 0 is 4294967295")]
    [TestCase(new byte[] { 0, 0, 8, 1, 0, 0, 0, 3, 1, 2 }, "[3] of UInt8, 3 bytes of data, but only 2 are there")]
    [TestCase(new byte[] { 0, 0, 8, 1, 0, 0, 0, 1, 1, 2 }, "1 bytes of data, but there are more")]
    [TestCase(new byte[] { 0, 0, 0x0E, 1, 0x7F, 0xFF, 0xFF, 0xFF }, "more than the 2147483591 bytes one array can hold")]
    [TestCase(new byte[] { 0, 0, 8, 3, 0x7F, 0xFF, 0xFF, 0xFF, 0x7F, 0xFF, 0xFF, 0xFF, 0x7F, 0xFF, 0xFF, 0xFF }, "one array can hold")]
    [TestCase(new byte[] { 0, 0, 8, 1, 0x70, 0, 0, 0, 1 }, "1879048192 bytes of data, but only 1 are there")]
    public void Read_DamagedBytes_ThrowsWithReason(byte[] bytes, string reason) =>
        Assert.That(() => IdxFile.Read(new MemoryStream(bytes), "digits.idx"),
            Throws.TypeOf<InvalidDataException>().With.Message.Contains(reason).And.Message.StartsWith("IDX data of 'digits.idx': "));

    [Test]
    public void Read_LyingHeader_AllocatesNoMoreThanArrives()
    {
        byte[] bytes = [0, 0, 8, 1, 0x70, 0, 0, 0, 1];
        var before = GC.GetAllocatedBytesForCurrentThread();
        Assert.That(() => IdxFile.Read(new MemoryStream(bytes)), Throws.TypeOf<InvalidDataException>());
        Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.LessThan(8 << 20));
    }

    [TestCase(30)]
    [TestCase(-4)]
    public void Read_DamagedGzip_Throws(int flipped)
    {
        var stream = new MemoryStream();
        var random = new Random(1);
        var values = new byte[1000];
        random.NextBytes(values);
        IdxFile.Write(stream, IdxArray.Of(values, 1000), gzip: true);
        var bytes = stream.ToArray();
        bytes[flipped < 0 ? bytes.Length + flipped : flipped] ^= 0x55;
        Assert.That(() => IdxFile.Read(new MemoryStream(bytes)),
            Throws.TypeOf<InvalidDataException>().With.Message.StartsWith("IDX data of 'stream': "));
    }

    [Test]
    public void Read_GzipCutOff_Throws()
    {
        var stream = new MemoryStream();
        IdxFile.Write(stream, IdxArray.Of(Enumerable.Range(0, 5000).Select(i => i * 7919).ToArray(), 5000), gzip: true);
        var half = stream.ToArray()[..(int)(stream.Length / 2)];
        Assert.That(() => IdxFile.Read(new MemoryStream(half)), Throws.TypeOf<InvalidDataException>());
    }

    [Test]
    public void Values_OtherType_Throws()
    {
        var array = IdxArray.Of<byte>([1], 1);
        Assert.That(() => array.Values<sbyte>(), Throws.InvalidOperationException.With.Message.Contains("holds UInt8 elements but SByte"));
    }

    [Test]
    public void Of_BadArguments_Throws()
    {
        Assert.That(() => IdxArray.Of(new byte[5], 2, 3),
            Throws.ArgumentException.With.Message.Contains("5 values for the dimensions [2, 3], which hold 6"));
        Assert.That(() => IdxArray.Of(new byte[1]), Throws.ArgumentException.With.Message.Contains("1 to 255 dimensions but got 0"));
        Assert.That(() => IdxArray.Of(new byte[1], -1, -1), Throws.ArgumentException.With.Message.Contains("got [-1, -1]"));
        Assert.That(() => IdxArray.Of(new long[1], 1), Throws.ArgumentException.With.Message.Contains("no element type for Int64"));
    }

    private static void RoundTrip<T>(T[] values, IdxElementType type) where T : unmanaged
    {
        foreach (var gzip in new[] { false, true })
        {
            var stream = new MemoryStream();
            IdxFile.Write(stream, IdxArray.Of(values, 3, 1), gzip);
            stream.Position = 0;
            var back = IdxFile.Read(stream);
            Assert.That(back.ElementType, Is.EqualTo(type));
            Assert.That(back.Dimensions, Is.EqualTo(new[] { 3, 1 }));
            Assert.That(back.Values<T>(), Is.EqualTo(values));
        }
    }
}
