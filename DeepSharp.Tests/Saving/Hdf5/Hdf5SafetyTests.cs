using System.IO.Compression;
using DeepSharp.Hdf5;
using DeepSharp.Tests.Data;

namespace DeepSharp.Tests.Saving.Hdf5;

/// <summary>Files that were made to do harm.</summary>
public sealed class Hdf5SafetyTests
{
    private static readonly Sequential s_model = new Sequential([2]).Add(new DeepSharp.Layers.Dense(3));

    /// <summary>The weights of <see cref="s_model"/>, changed by a line of Python, where f is the file and g its layers.</summary>
    private static string Made(TemporaryFolder folder, string change, string libver = "None")
    {
        string path = folder.File("x.weights.h5");
        s_model.SaveWeights(path);
        H5py.Run($"import h5py, sys, numpy as np\nf = h5py.File(sys.argv[1], 'a', libver={libver}); g = f['layers']\n{change}\nf.close()", path);
        return path;
    }

    [TestCase("g['again'] = g", "'layers/again' stands in the file under another name, too")]
    [TestCase("g['dense/up'] = f['/']", "stands in the file under another name, too")]
    [TestCase("g['more'] = g['dense/vars/0']", "'layers/more' stands in the file under another name, too")]
    [TestCase("del g['dense/vars/0']; g['dense/vars/0'] = h5py.ExternalLink('/etc/passwd', '/x')",
        "is a link into the file '/etc/passwd'. Links into other files are not followed; copy the data into the file.")]
    [TestCase("del g['dense/vars/0']; g['dense/vars/0'] = h5py.SoftLink('/layers/dense/vars/0')", "the soft links at 'layers/dense/vars/0' lead in a circle")]
    [TestCase("del g['dense/vars/0']; g['dense/vars/0'] = h5py.SoftLink('/nowhere')", "the soft link 'layers/dense/vars/0' leads nowhere")]
    [TestCase("del g['dense/vars/0']; g.create_dataset('dense/vars/0', shape=(2, 3), dtype='f4', external=[('/etc/passwd', 0, 24)])",
        "has a dataset whose data lies in other files, which is not read here.")]
    [TestCase("del g['dense/vars/0']; g.create_dataset('dense/vars/0', shape=(1 << 40, 1 << 10), dtype='f4', chunks=(1 << 10, 1 << 10))",
        "its datasets have more bytes than a file of")]
    [TestCase("del g['dense/vars/0']; g.create_dataset('dense/vars/0', shape=(1 << 62, 1 << 62), dtype='f4', chunks=(1, 1))", "is too large")]
    [TestCase("[g.create_dataset(f'b{i}', shape=(1 << 20,), dtype='f8') for i in range(30)]", "its datasets have more bytes than a file of")]
    [TestCase("f.create_dataset('bomb', data=np.zeros(1 << 25, 'f4'), chunks=(1 << 22,), compression='gzip')", "its datasets have more bytes than a file of")]
    [TestCase("h = g\nfor i in range(80): h = h.create_group('d')", "its groups nest deeper than 64")]
    [TestCase("layout = h5py.VirtualLayout((2, 3), 'f4'); layout[:] = h5py.VirtualSource('other.h5', 'x', (2, 3)); del g['dense/vars/0'];"
        + " g.create_virtual_dataset('dense/vars/0', layout)", "a virtual dataset, whose data lies in other files")]
    public void LoadWeights_HarmfulFile_IsRefused(string change, string message)
    {
        using var folder = new TemporaryFolder();
        string path = Made(folder, change, change.Contains("Virtual") ? "'latest'" : "None");
        long before = GC.GetAllocatedBytesForCurrentThread();
        Assert.That(() => s_model.LoadWeights(path), Throws.TypeOf<ModelFileException>().With.Message.Contains(message)
            .And.Message.StartsWith($"'{path}' cannot be read: "));
        Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.LessThan(1 << 27));
    }

    [Test]
    public void Read_ChunkThatInflatesToMore_IsRefused()
    {
        var packed = new MemoryStream();
        using (var deflate = new ZLibStream(packed, CompressionLevel.SmallestSize, leaveOpen: true))
            for (int i = 0; i < 1000; i++) deflate.Write(new byte[100_000]);
        var file = new FileSpace(new ByteSource(new MemoryStream(new byte[64])));
        // One filter, deflate, in a pipeline of version 2.
        var pipeline = FilterPipeline.Parse(file, [2, 1, 1, 0, 0, 0, 1, 0, 9, 0, 0, 0]);
        Assert.That(() => pipeline.Undo(packed.ToArray(), 4096, 0),
            Throws.TypeOf<InvalidDataException>().With.Message.Contains("a chunk inflates to more than 4096 bytes"));
        Assert.That(() => pipeline.Undo(new byte[100], 1_000_000, 0),
            Throws.TypeOf<InvalidDataException>().With.Message.Contains("a chunk of 100 bytes cannot be 1000000 bytes inflated"));
    }

    [Test]
    public void Load_ConfigThatUnpacksToFarMore_IsRefusedUnread()
    {
        using var folder = new TemporaryFolder();
        s_model.Save(folder.File("m.keras"));
        using (var zip = ZipFile.Open(folder.File("m.keras"), ZipArchiveMode.Update))
        {
            zip.GetEntry("config.json")!.Delete();
            using var bomb = zip.CreateEntry("config.json", CompressionLevel.SmallestSize).Open();
            for (int i = 0; i < 50; i++) bomb.Write(new byte[1_000_000]);
        }
        Assert.That(() => Model.Load(folder.File("m.keras")),
            Throws.TypeOf<ModelFileException>().With.Message.Contains("bytes become 50000000 when they are unpacked, more than 100 times as many."));
    }
}
