using DeepSharp.Hdf5;
using DeepSharp.Tests.Data;
using Newtonsoft.Json.Linq;

namespace DeepSharp.Tests.Saving.Hdf5;

public sealed class Hdf5WriterTests
{
    private static Tensor Ramp(Shape shape, DType dtype) =>
        Tensor.From(Enumerable.Range(0, (int)shape.Count).Select(i => (float)(i % 100)).ToArray(), shape).Cast(dtype);

    /// <summary>Every type, empty and single values, groups of every depth and size of B-tree, texts of every length.</summary>
    private static Hdf5GroupNode Everything(int many)
    {
        var root = new Hdf5GroupNode();
        foreach (var dtype in Enum.GetValues<DType>())
        {
            var x = Ramp([3, 5], DType.Float32);
            root.Dataset($"types/{dtype}", dtype == DType.Bool ? x > 7 : x.Cast(dtype));
        }
        root.Dataset("scalar", Tensor.Scalar(7L));
        root.Dataset("empty", Tensor.Zeros([0, 4]));
        root.Dataset("transposed", Ramp([40, 30], DType.Float32).Transpose());
        root.Dataset("large", Ramp([600, 1000], DType.Float32));
        root.Group("no/thing/in/here").Add("name", "leer ß");
        for (int i = 0; i < many; i++) root.Dataset($"many/item_{i}{new string('x', i % 30)}", Tensor.Scalar(i));
        for (int i = 0; i < 33; i++) root.Dataset($"several/{i}", Tensor.Scalar((float)i));
        root.Group("texts").Add("long", new string('y', 100_000));
        root.Group("texts").Add("none", "");
        for (int i = 0; i < 3000; i++) root.Group($"groups/{i % 10}/{i}").Add("name", $"layer {i}");
        root.Group("texts").Attributes.Add(("list", ["a", "", "ß"], true));
        return root;
    }

    [TestCase(0), TestCase(1), TestCase(8), TestCase(9), TestCase(256), TestCase(257), TestCase(9000)]
    public void Write_Everything_IsWhatH5pyFinds(int many)
    {
        using var folder = new TemporaryFolder();
        string path = folder.File("x.h5");
        using (var stream = File.Create(path)) Hdf5Writer.Write(stream, Everything(many));
        var expected = JObject.Parse(H5py.Run(H5pyScripts.ListFile, path));
        using var file = Hdf5File.Open(path);
        Assert.That(Hdf5Listing.Paths(file.Root), Is.EquivalentTo(expected.Properties().Select(p => p.Name).Where(n => n.Length > 0)));
        Assert.That(Hdf5Listing.Compare(file.Root, expected), Is.EqualTo(many + 33 + 8 + 4));
    }

    [Test]
    public void Write_Everything_ReadsBack()
    {
        var written = Everything(300);
        var stream = new MemoryStream();
        Hdf5Writer.Write(stream, written);
        var root = new Hdf5Content(new ByteSource(stream)).Root;
        void Same(Hdf5GroupNode node, Hdf5Group group)
        {
            Assert.That(group.Names, Is.EquivalentTo(node.Children.Keys));
            foreach (var (name, values, isList) in node.Attributes) Assert.That(group.Attribute(name), Is.EqualTo(isList ? values : values[0]));
            foreach (var (name, child) in node.Children)
                if (child is Hdf5GroupNode inner) Same(inner, (Hdf5Group)group[name]);
                else
                {
                    var (value, found) = (((Hdf5DatasetNode)child).Value, ((Hdf5Dataset)group[name]).Read());
                    Assert.That((found.Shape, found.DType), Is.EqualTo((value.Shape, value.DType)));
                    Assert.That(Hdf5Listing.Bytes(found), Is.EqualTo(Hdf5Listing.Bytes(value.Contiguous())));
                }
        }
        Same(written, root);
        Assert.That(root["types/BFloat16"].Attribute("dtype"), Is.EqualTo("bfloat16"));
    }

    [Test]
    public void Write_PathTwiceOrThroughAWeight_IsRefused()
    {
        var root = new Hdf5GroupNode();
        root.Dataset("a/b", Tensor.Scalar(1f));
        Assert.That(() => root.Dataset("a/b", Tensor.Scalar(1f)),
            Throws.TypeOf<ModelFileException>().With.Message.EqualTo("Two weights have the path 'a/b' in the file. Paths must differ."));
        Assert.That(() => root.Dataset("a/b/c", Tensor.Scalar(1f)), Throws.TypeOf<ModelFileException>().With.Message.EqualTo(
            "'a/b' cannot be a group of the file, since 'b' in it is a weight. Rename one of them."));
    }
}
