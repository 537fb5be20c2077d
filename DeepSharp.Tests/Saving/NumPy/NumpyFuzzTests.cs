using System.Buffers.Binary;
using DeepSharp.NumPy;

namespace DeepSharp.Tests.Saving.NumPy;

/// <summary>Damaged files of numpy are loaded or refused, with one kind of exception, in bounded time and memory.</summary>
public sealed class NumpyFuzzTests
{
    private const long MaxBytes = 1 << 28;

    private static readonly string[] s_headers =
    [
        "{'descr': '<f4', 'fortran_order': False, 'shape': (2, 3), }", "{'descr': '>i2', 'fortran_order': True, 'shape': (3, 2, 2), }",
        "{'descr': '|b1', 'fortran_order': False, 'shape': (24,), }", "{'descr': [('a', '<f8'), ('b', '<U2')], 'fortran_order': False, 'shape': (), }",
    ];

    [Test]
    public void Load_DamagedArray_IsRefusedOrHarmless([Range(0, 3)] int kind, [Range(1, 3)] int version)
    {
        var good = NumpyFileTests.Npy(s_headers[kind], new byte[24], version);
        var random = new Random(10 * kind + version);
        int refused = 0, rounds = FuzzCount.Of(1200);
        for (int round = 0; round < rounds; round++)
        {
            // The header decides.
            var bytes = FileDamage.Of(random, good, round % 4 == 0 ? Range.All : 6..(good.Length - 24));
            if (!Loads(round, () => NpyContent.Read(new MemoryStream(bytes), bytes.Length))) refused++;
        }
        Assert.That(refused, Is.GreaterThan(rounds / 2));
    }

    [Test]
    public void LoadAll_DamagedArchive_IsRefusedOrHarmless([Values] bool compress)
    {
        var good = Archive(compress);
        var random = new Random(3);
        int directory = good.AsSpan().IndexOf("PK\u0001\u0002"u8), refused = 0, rounds = FuzzCount.Of(3000);
        for (int round = 0; round < rounds; round++)
        {
            var bytes = FileDamage.Of(random, good, round % 2 == 0 ? directory..good.Length : Range.All);
            if (!Loads(round, () => NpzArchive.Read(new MemoryStream(bytes), null))) refused++;
        }
        Assert.That(refused, Is.GreaterThan(rounds / 2));
    }

    /// <summary>With the checksum set right, the damage reaches the array.</summary>
    [Test]
    public void LoadAll_DamagedEntry_IsRefusedOrHarmless()
    {
        var good = Archive(compress: false);
        int start = good.AsSpan().IndexOf("NUMPY"u8) - 1, directory = good.AsSpan().IndexOf("PK\u0001\u0002"u8);
        int length = BinaryPrimitives.ReadInt32LittleEndian(good.AsSpan(directory + 24));
        var random = new Random(4);
        int rounds = FuzzCount.Of(3000);
        for (int round = 0; round < rounds; round++)
        {
            var bytes = FileDamage.Of(random, good, start..(start + length));
            if (bytes.Length < good.Length) continue;
            BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(directory + 16), Crc32.Append(0, bytes.AsSpan(start, length)));
            Loads(round, () => NpzArchive.Read(new MemoryStream(bytes), null));
        }
    }

    private static byte[] Archive(bool compress)
    {
        var stream = new MemoryStream();
        NpzArchive.Write(stream, [new("a", SavingSamples.Data(3, 5)), new("b", Tensor.Arange(100)), new("c", Tensor.Scalar(true))], compress);
        return stream.ToArray();
    }

    private static bool Loads(int round, Func<object> load)
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        bool loaded = true;
        try { ModelFileException.Naming("fuzz.npz", load); }
        catch (ModelFileException) { loaded = false; }
        catch (Exception e) { throw new AssertionException($"round {round}: {e}"); }
        Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.LessThan(MaxBytes), $"round {round}");
        return loaded;
    }
}
