using System.IO.Compression;
using System.Text;
using DeepSharp.Tests.Data;

namespace DeepSharp.Tests.Saving;

public sealed class ModelFileDamageTests
{
    private const string Weights = "model.weights.h5";

    private TemporaryFolder _folder = null!;
    private string _path = null!;
    private byte[] _good = null!;

    [OneTimeSetUp]
    public void SaveOnce()
    {
        _folder = new TemporaryFolder();
        _path = _folder.File("m.keras");
        var model = SavingSamples.Compiled();
        model.Fit((SavingSamples.Data(8, 4), SavingSamples.Data(8, 2)), shuffle: false);
        model.Save(_path);
        _good = File.ReadAllBytes(_path);
    }

    [OneTimeTearDown]
    public void Clean() => _folder.Dispose();

    [Test]
    public void Load_MissingFile_SaysWhere()
        => Refused("none.keras", $"There is no file '{_folder.File("none.keras")}' (looked in {_folder.Path}). Check the path, or save the model first.");

    [TestCase(0), TestCase(10), TestCase(-1), TestCase(-300)]
    public void Load_TruncatedZip_IsRefused(int keep)
    {
        File.WriteAllBytes(_folder.File("cut.keras"), _good[..(keep > 0 ? keep : keep == 0 ? 0 : _good.Length + keep)]);
        Refused("cut.keras", "cannot be read: ");
    }

    [TestCase("config.json"), TestCase("metadata.json"), TestCase(Weights)]
    public void Load_OneBitChangedInAnEntry_TellsTheChecksum(string entry)
    {
        var bytes = (byte[])_good.Clone();
        // In a text, or in the last tensor, which lies in front of the directory.
        int at = entry == Weights ? bytes.AsSpan().IndexOf("PK\u0001\u0002"u8) - 40 : bytes.AsSpan().IndexOf(Encoding.ASCII.GetBytes(entry)) + entry.Length + 20;
        bytes[at] ^= 1;
        File.WriteAllBytes(_folder.File("bit.keras"), bytes);
        Refused("bit.keras", $"its entry '{entry}' is damaged: the checksum is ");
    }

    [TestCase("../evil"), TestCase("/evil"), TestCase("a/../../evil"), TestCase("c:evil"), TestCase("..\\evil")]
    public void Load_EntryOutsideTheArchive_IsRefused(string name)
        => Refused(Changed(z => z.CreateEntry(name)), $"its entry '{name}' would lie outside the archive.");

    [Test]
    public void Load_EntryTwice_IsRefused() => Refused(Changed(z => z.CreateEntry("config.json")), "it has the entry 'config.json' twice.");

    [Test]
    public void Load_UnknownEntry_IsRefused()
        => Refused(Changed(z => z.CreateEntry("extra.bin")), "it has the unknown entry 'extra.bin'; known are 'metadata.json', 'config.json',"
            + " 'model.weights.h5' and vocabularies in assets/.");

    [TestCase("config.json"), TestCase("metadata.json"), TestCase(Weights)]
    public void Load_EntryMissing_IsNamed(string name)
        => Refused(Changed(z => z.GetEntry(name)!.Delete()), $"it has no entry '{name}'; its entries are ");

    [Test]
    public void Load_NewerFormat_AsksForANewerVersion()
        => Refused(Replaced("metadata.json", t => t.Replace("\"format\":2", "\"format\":3")),
            "it has the file format 3, written by DeepSharp 0.1.0, but this is DeepSharp 0.1.0, which reads up to format 2. Use a newer DeepSharp.");

    [TestCase("metadata.json", "{\"keras", "{\"colour\":1,\"keras", "its metadata.json has the unknown keys 'colour'; the known keys are 'keras_version', ")]
    [TestCase("metadata.json", "\"format\":2", "\"format\":\"x\"", "its metadata.json has no 'format', though it says that DeepSharp wrote it.")]
    [TestCase("metadata.json", "{\"keras_version\":\"3.13.2\",", "{\"torch_version\":1,",
        "its metadata.json has the unknown keys 'torch_version'; the known keys are ")]
    [TestCase("metadata.json", "layers/dense/vars/0", "layers/dance/vars/0", "its optimizer has state for 'layers/dance/vars/0', which is no weight of the model.")]
    [TestCase("config.json", "\"Drift\"", "\"Draft\"", "There is no Layer named 'Draft' (in Sequential.layers[2]). Did you mean 'Drift'? Known are ")]
    [TestCase("config.json", "\"units\":5", "\"units\":6", "'layers/dense/vars/1' (bias) has shape [5]; the model needs [6]\n")]
    [TestCase("config.json", "\"units\":5", "\"units\":4", "'layers/dense/vars/0' (kernel) has shape [4, 5]; the model needs [4, 4]\n")]
    [TestCase("config.json", "\"units\":5", "\"units\":2147483647", "asks for more weights than the file holds: weight 'kernel' of Dense(2147483647")]
    [TestCase("config.json", "\"units\":5", "\"colour\":1,\"units\":5", "Dense: unknown key 'colour' (in Sequential.layers[1]); the known keys are ")]
    [TestCase("config.json", "\"jit_compile\"", "\"jet_compile\"", "Sequential: unknown key 'jet_compile'. Did you mean 'jit_compile'? The known keys are 'optimizer', ")]
    public void Load_ChangedText_IsRefused(string entry, string old, string text, string message)
        => Refused(Replaced(entry, t => t.Contains(old) ? t.Replace(old, text) : throw new AssertionException($"no {old} in {t}")), message);

    [Test]
    public void Load_CompressedWeights_AreRefused()
    {
        string name = Changed(z =>
        {
            z.GetEntry(Weights)!.Delete();
            using var s = z.CreateEntry(Weights, CompressionLevel.SmallestSize).Open();
            for (int i = 0; i < 100; i++) s.Write(new byte[100_000]);
        });
        Refused(name, "bytes for 10000000); model files are stored uncompressed. Pack it again without compression.");
    }

    [Test]
    public void Load_CompressedTextThatIsTooLong_IsRefusedUnread()
    {
        string name = Changed(z =>
        {
            z.GetEntry("config.json")!.Delete();
            using var s = z.CreateEntry("config.json", CompressionLevel.Fastest).Open();
            for (int i = 0; i < 70; i++) s.Write(new byte[1_000_000]);
        });
        Refused(name, "its entry 'config.json' says it has 70000000 bytes, more than the 67108864 that it can need.");
    }

    [Test]
    public void Load_RandomDamage_IsRefusedOrHarmless()
    {
        var random = new Random(7);
        int refused = 0;
        for (int round = 0; round < 300; round++)
        {
            var bytes = (byte[])_good.Clone();
            for (int n = random.Next(1, 4); n > 0; n--) bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            if (round % 4 == 0) bytes = bytes[..random.Next(bytes.Length)];
            // The directory at the end decides what is read; aim at it, too.
            if (round % 4 == 1) bytes[bytes.Length - 1 - random.Next(250)] ^= (byte)(1 << random.Next(8));
            refused += Survives(bytes, round);
        }
        Assert.That(refused, Is.GreaterThan(200));
    }

    [TestCase("config.json"), TestCase("metadata.json"), TestCase(Weights)]
    public void Load_RandomDamageWithProperChecksums_IsRefusedOrHarmless(string entry)
    {
        var random = new Random(11);
        for (int round = 0; round < 100; round++)
        {
            var name = Rewritten(entry, bytes =>
            {
                int range = bytes.Length;
                for (int n = random.Next(1, 3); n > 0; n--) bytes[random.Next(range)] = (byte)(random.Next(2) == 0 ? random.Next(256) : "0123456789[]{},:\"-e"[random.Next(18)]);
                return bytes;
            });
            Survives(File.ReadAllBytes(_folder.File(name)), round);
        }
    }

    private int Survives(byte[] bytes, int round)
    {
        File.WriteAllBytes(_folder.File("fuzz.keras"), bytes);
        try
        {
            Model.Load(_folder.File("fuzz.keras"));
            return 0;
        }
        catch (ModelFileException)
        {
            return 1;
        }
        catch (Exception e)
        {
            throw new AssertionException($"round {round}: {e}");
        }
    }

    private ModelFileException Refused(string name, string message)
    {
        var error = Assert.Throws<ModelFileException>(() => Model.Load(_folder.File(name)))!;
        Assert.That(error.Message, Does.Contain(message).And.Contain(_folder.File(name)));
        return error;
    }

    private string Replaced(string entry, Func<string, string> change) => Rewritten(entry, b => Encoding.UTF8.GetBytes(change(Encoding.UTF8.GetString(b))));

    private string Rewritten(string entry, Func<byte[], byte[]> change) => Changed(z =>
    {
        byte[] bytes;
        using (var s = z.GetEntry(entry)!.Open())
        using (var m = new MemoryStream())
        {
            s.CopyTo(m);
            bytes = m.ToArray();
        }
        z.GetEntry(entry)!.Delete();
        using var to = z.CreateEntry(entry, CompressionLevel.NoCompression).Open();
        to.Write(change(bytes));
    });

    private string Changed(Action<ZipArchive> change)
    {
        File.WriteAllBytes(_folder.File("changed.keras"), _good);
        using (var zip = ZipFile.Open(_folder.File("changed.keras"), ZipArchiveMode.Update)) change(zip);
        return "changed.keras";
    }
}
