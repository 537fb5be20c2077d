using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;

namespace DeepSharp.Tests.Saving;

/// <summary>Damaged .keras files are loaded or refused, with one kind of exception, in bounded time and memory.</summary>
public sealed class KerasFuzzTests
{
    private const long MaxBytes = 1 << 28;

    private static readonly string[] s_golden = ["dense", "recurrent", "functional", "lookup"];

    private static byte[] Golden(string name) => name == "lookup" ? Lookup()
        : File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "Golden", "keras", $"{name}.keras"));

    [TestCaseSource(nameof(s_golden))]
    public void Load_DamagedFile_IsRefusedOrHarmless(string name)
    {
        var good = Golden(name);
        var random = new Random(1);
        int directory = good.AsSpan().IndexOf("PK\u0001\u0002"u8), refused = 0, rounds = FuzzCount.Of(3000);
        for (int round = 0; round < rounds; round++)
        {
            // The directory at the end decides what is read.
            var bytes = FileDamage.Of(random, good, round % 2 == 0 ? directory..good.Length : Range.All);
            if (!Loads(bytes, round)) refused++;
        }
        Assert.That(refused, Is.GreaterThan(rounds / 2));
    }

    /// <summary>With the checksums of the zip file set right, the damage reaches the readers of the entries.</summary>
    [TestCase("dense", "config.json", 3000), TestCase("recurrent", "config.json", 1500), TestCase("functional", "config.json", 1500)]
    [TestCase("dense", "metadata.json", 500), TestCase("lookup", "config.json", 500), TestCase("first", "config.json", 500)]
    [TestCase("lookup", "assets/layers/integer_lookup/vocabulary.txt", 1500)]
    [TestCase("dense", "model.weights.h5", 3500), TestCase("recurrent", "model.weights.h5", 1000)]
    public void Load_DamagedEntry_IsRefusedOrHarmless(string name, string entry, int usual)
    {
        var good = Golden(name);
        var (start, length, checksums) = Place(good, entry);
        var random = new Random(2);
        int rounds = FuzzCount.Of(usual);
        for (int round = 0; round < rounds; round++)
        {
            var bytes = !entry.EndsWith(".h5") ? TextDamage(random, good, start, length) : FileDamage.Of(random, good, start..(start + length));
            if (bytes.Length < good.Length) continue;
            uint crc = Crc32.Append(0, bytes.AsSpan(start, length));
            foreach (int at in checksums) BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(at), crc);
            Loads(bytes, round);
        }
    }

    private static byte[] Lookup()
    {
        var lookup = new DeepSharp.Layers.IntegerLookup(outputMode: OutputMode.TfIdf);
        lookup.Adapt(Tensor.From([.. Enumerable.Range(0, 60).Select(i => (long)(i * i % 37))], [20, 3]));
        var model = new Sequential([3], DType.Int64).Add(lookup).Dense(2);
        using var stream = new MemoryStream();
        KerasArchive.Write(stream, model);
        return stream.ToArray();
    }

    private static bool Loads(byte[] bytes, int round)
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        bool loaded = true;
        try { ModelFileException.Naming("fuzz.keras", () => KerasArchive.Read(new MemoryStream(bytes), compile: true)); }
        catch (ModelFileException) { loaded = false; }
        catch (Exception e) { throw new AssertionException($"round {round}: {e}"); }
        Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.LessThan(MaxBytes), $"round {round}");
        return loaded;
    }

    /// <summary>Swaps numbers, words and signs of a JSON text, so that it often stays JSON.</summary>
    private static byte[] TextDamage(Random random, byte[] good, int start, int length)
    {
        string[] scraps = ["null", "true", "-1", "0", "9", "2147483647", "1e999", "NaN", "\"\"", "\"x\"", "[", "]", "{", "}", ",", ":", "\"", "[]", "{}",
            "\\u0000", "é"];
        var bytes = (byte[])good.Clone();
        for (int n = random.Next(1, 4); n > 0; n--)
        {
            int at = start + random.Next(length);
            var scrap = random.Next(3) == 0 ? good.AsSpan(start + random.Next(length - 20), random.Next(1, 20)).ToArray()
                : Encoding.UTF8.GetBytes(scraps[random.Next(scraps.Length)]);
            // A number is replaced by another one as long.
            int digit = bytes.AsSpan(at, start + length - at).IndexOfAnyInRange((byte)'0', (byte)'9');
            if (random.Next(3) > 0 && digit >= 0) bytes[at + digit] = (byte)('0' + random.Next(10));
            else scrap.AsSpan(0, Math.Min(scrap.Length, start + length - at)).CopyTo(bytes.AsSpan(at));
        }
        return bytes;
    }

    /// <summary>Where an entry lies, and where its checksum stands.</summary>
    private static (int Start, int Length, int[] Checksums) Place(byte[] archive, string name)
    {
        var letters = Encoding.ASCII.GetBytes(name);
        int local = archive.AsSpan().IndexOf(letters) - 30, central = archive.AsSpan().LastIndexOf(letters) - 46;
        int extra = BinaryPrimitives.ReadUInt16LittleEndian(archive.AsSpan(local + 28)),
            length = (int)BinaryPrimitives.ReadUInt32LittleEndian(archive.AsSpan(central + 24));
        return (local + 30 + letters.Length + extra, length, [local + 14, central + 16]);
    }
}
