using System.IO.Compression;
using DeepSharp.Hdf5;
using DeepSharp.Tests.Data;
using Newtonsoft.Json.Linq;

namespace DeepSharp.Tests.Saving.Hdf5;

public sealed class Hdf5ReaderTests
{
    private static readonly TemporaryFolder s_folder = new();

    [OneTimeTearDown]
    public void Clean() => s_folder.Dispose();

    [TestCase("default", 0), TestCase("latest", 0), TestCase("v108", 0), TestCase("default", 1024), TestCase("latest", 512)]
    public void Read_EverythingH5pyWrites_IsTheSame(string version, int userBlock)
    {
        string path = s_folder.File($"{version}{userBlock}.h5");
        var expected = JObject.Parse(H5py.Run(H5pyScripts.Everything, path, version, $"{userBlock}"));
        using var file = Hdf5File.Open(path);
        Assert.That(Hdf5Listing.Compare(file.Root, expected), Is.GreaterThan(2000));
        Assert.That(file.Root.Names, Is.EquivalentTo(expected.Properties().Where(p => p.Name.Length > 0 && !p.Name.Contains('/')).Select(p => p.Name)));

        var soft = (Hdf5Group)file.Root["soft"];
        Assert.That(soft["to_data"], Is.SameAs(file.Root["types/f4"]));
        Assert.That(((Hdf5Group)soft["to_group"])["/few/a"].Path, Is.EqualTo("few/a"));
        Assert.That(soft.Find("dangling"), Is.Null);
        Assert.That(() => soft["loop"], Throws.TypeOf<ModelFileException>().With.Message.Contains("the soft links at 'soft/")
            .And.Message.Contains("lead in a circle"));
        Assert.That(() => soft["outside"], Throws.TypeOf<ModelFileException>().With.Message.EqualTo(
            $"'{path}' cannot be read: 'soft/outside' is a link into the file 'other.h5'. Links into other files are not followed; copy the data into"
                + " the file."));
        Assert.That(() => file.Root["types/f5"], Throws.TypeOf<ModelFileException>().With.Message.Contains(
            "there is nothing at 'types/f5' in the root group; it has 'attributes'"));
    }

    [Test]
    public void Read_RealKerasFiles_AreAsListed()
    {
        string folder = Path.Combine(Environment.GetEnvironmentVariable("DEEPSHARP_DATA") ?? "", "keras-h5");
        if (!Directory.Exists(folder)) Assert.Ignore("DEEPSHARP_DATA does not name a folder with keras-h5.");
        var manifest = JObject.Parse(File.ReadAllText(Path.Combine(folder, "manifest.json")));
        using var zip = ZipFile.OpenRead(Path.Combine(folder, "dl4j_keras_h5.zip"));
        int files = 0, datasets = 0;
        foreach (var (name, entry) in manifest)
        {
            using var content = new MemoryStream();
            using (var stream = zip.GetEntry(name)!.Open()) stream.CopyTo(content);
            var objects = (JObject)entry!["objects"]!;
            var root = new Hdf5Content(new ByteSource(content)).Root;
            if (entry["attrs"] is JObject attributes) objects[""] = new JObject { ["attrs"] = attributes };
            datasets += Hdf5Listing.Compare(root, objects);
            Assert.That(Hdf5Listing.Paths(root), Is.EquivalentTo(objects.Properties().Select(p => p.Name).Where(n => n.Length > 0)), name);
            files++;
        }
        Assert.That((files, datasets), Is.EqualTo((58, 414)));
    }

    [TestCase("szip", 4, "a dataset with the filter 32000 (lzf), which is not read here. Write it again with gzip compression or none.")]
    public void Read_UnknownFilter_IsNamed(string name, int rows, string message)
    {
        string path = s_folder.File($"{name}.h5");
        H5py.Run($"import h5py, sys, numpy as np\nwith h5py.File(sys.argv[1], 'w') as f: f.create_dataset('x', data=np.zeros(({rows}, 4)),"
            + " compression='lzf')", path);
        using var file = Hdf5File.Open(path);
        Assert.That(() => ((Hdf5Dataset)file.Root["x"]).Read(), Throws.TypeOf<ModelFileException>().With.Message.Contains(message));
    }

    [Test]
    public void Fletcher32_OddLength_CountsTheLastByteAsUpperHalf() => Assert.That(Fletcher32.Of([1, 2, 3]), Is.EqualTo(0x0504_0402));
}
