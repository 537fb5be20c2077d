using System.Buffers.Binary;
using DeepSharp.Tests.Data;

namespace DeepSharp.Tests.Saving;

/// <summary>Damaged safetensors files are read or refused, with one kind of exception, in bounded memory.</summary>
public sealed class SafetensorsFuzzTests
{
    private const long MaxBytes = 1 << 24;

    [Test]
    public void Load_DamagedFile_IsRefusedOrHarmless([Values(1, 2)] int seed)
    {
        using var folder = new TemporaryFolder();
        string path = folder.File("fuzz.safetensors");
        SafetensorsFile.Save(
            path, new Dictionary<string, Tensor> { ["kernel"] = SavingSamples.Data(3, 5), ["count"] = Tensor.Scalar(7L), ["flags"] = Tensor.From([true, false]) },
            new Dictionary<string, string> { ["format"] = "pt" });
        byte[] good = File.ReadAllBytes(path);
        int header = 8 + (int)BinaryPrimitives.ReadInt64LittleEndian(good);
        var random = new Random(seed);
        int refused = 0, rounds = FuzzCount.Of(10_000);
        for (int round = 0; round < rounds; round++)
        {
            // The header decides; its length stands before it.
            byte[] bytes = FileDamage.Of(random, good, (round % 4) switch { 0 => Range.All, 1 => 0..8, _ => 8..header });
            File.WriteAllBytes(path, bytes);
            long before = GC.GetAllocatedBytesForCurrentThread();
            try { SafetensorsFile.Load(path); }
            catch (ModelFileException) { refused++; }
            catch (Exception e) { throw new AssertionException($"round {round}: {e}"); }
            Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.LessThan(MaxBytes), $"round {round}");
        }
        Assert.That(refused, Is.GreaterThan(rounds / 2));
    }
}
