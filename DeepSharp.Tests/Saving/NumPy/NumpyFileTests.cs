using System.IO.Compression;
using System.Text;
using DeepSharp.Tests.Data;

namespace DeepSharp.Tests.Saving.NumPy;

/// <summary>Files of numpy: what is written is read again, and what cannot be read is refused with its reason.</summary>
public sealed class NumpyFileTests
{
    private static readonly DType[] s_types = Enum.GetValues<DType>();

    private static readonly Shape[] s_shapes = [Shape.Scalar, [0], [5], [2, 0, 3], [2, 3, 4], [1, 1, 1, 1, 1, 1]];

    [Test]
    public void Save_EveryTypeAndShape_IsReadAgain([ValueSource(nameof(s_types))] DType dtype, [ValueSource(nameof(s_shapes))] Shape shape)
    {
        using var folder = new TemporaryFolder();
        var value = Tensor.Arange(0, shape.Count).Cast(dtype).Reshape(shape);
        NumpyFile.Save(folder.File("x.npy"), value);
        NumpyFile.SaveAll(folder.File("x.npz"), new Dictionary<string, Tensor> { ["a/b"] = value, ["c"] = value.Transpose() }, compress: shape.Rank == 3);
        // numpy lacks bfloat16.
        var known = dtype == DType.BFloat16 ? value.Cast(DType.Float32) : value;
        Close.Identical("npy", [known], [NumpyFile.Load(folder.File("x.npy"))]);
        var all = NumpyFile.LoadAll(folder.File("x.npz"));
        Close.Identical("npz", [known, known.Transpose()], [all["a/b"], all["c"]]);
        Assert.That(all, Has.Count.EqualTo(2));
        Assert.That(new FileInfo(folder.File("x.npy")).Length, Is.EqualTo(known.Spec.Bytes + 128).Or.EqualTo(known.Spec.Bytes + 64));
    }

    [Test]
    public void Save_LargerThanAPiece_IsReadAgain()
    {
        using var folder = new TemporaryFolder();
        var value = SavingSamples.Data(700, 301);
        NumpyFile.SaveAll(folder.File("x.npz"), new Dictionary<string, Tensor> { ["x"] = value }, compress: true);
        Close.Identical("npz", [value], [NumpyFile.LoadAll(folder.File("x.npz"))["x"]]);
    }

    [TestCase("{'descr': '>u2', 'fortran_order': False, 'shape': (2,), }", 1, "00010203", new[] { 1.0, 515 })]
    [TestCase("{\"descr\": '<i2', 'shape': (2L, 1L), 'fortran_order': True}", 2, "FFFF0200", new[] { -1.0, 2 })]
    [TestCase("{'descr': '>f4', 'fortran_order': False, 'shape': ()}", 3, "3FC00000", new[] { 1.5 })]
    [TestCase("{'descr': '|i1', 'fortran_order': False, 'shape': [3]}", 1, "80007F", new[] { -128.0, 0, 127 })]
    public void Load_OtherForms_AreRead(string header, int version, string data, double[] values)
    {
        using var folder = new TemporaryFolder();
        File.WriteAllBytes(folder.File("x.npy"), Npy(header, Convert.FromHexString(data), version));
        Assert.That(NumpyFile.Load(folder.File("x.npy")).ToDoubles(), Is.EqualTo(values));
    }

    [TestCase("{'descr': '|O', 'fortran_order': False, 'shape': (1,)}", "it holds Python objects as a pickle, which can run any code and is not read.")]
    [TestCase("{'descr': [('a', '<f4'), ('b', '<i4', (2,))], 'fortran_order': False, 'shape': (1,)}", "it holds records of several fields.")]
    [TestCase("{'descr': '<U3', 'fortran_order': False, 'shape': (1,)}", "its elements are of the type '<U3', which no tensor holds.")]
    [TestCase("{'descr': '<c8', 'fortran_order': False, 'shape': (1,)}", "its elements are of the type '<c8', which no tensor holds.")]
    [TestCase("{'descr': '<f4', 'fortran_order': False, 'shape': (2,)}", "its shape [2] needs 8 bytes of float32, but 4 follow after the header. The file is cut off.")]
    [TestCase("{'descr': '|u1', 'fortran_order': False, 'shape': (2,)}", "its shape [2] needs 2 bytes of uint8, but 4 follow after the header. Only files of one array are read.")]
    [TestCase("{'descr': '<f4', 'fortran_order': False, 'shape': (2147483647, 2147483647, 2147483647)}", "is larger than any file.")]
    [TestCase("{'descr': '<f4', 'fortran_order': False, 'shape': (0, 2147483647, 2147483647, 2147483647)}", "is larger than any file.")]
    [TestCase("{'descr': '<f4', 'fortran_order': False, 'shape': (-1,)}", "'shape' in its header must be up to 64 whole numbers from 0 to 2147483647.")]
    [TestCase("{'descr': '<f4', 'fortran_order': False, 'shape': (99999999999999999999,)}", "which is no whole number of 64 bits.")]
    [TestCase("{'descr': '<f4', 'fortran_order': 0, 'shape': (1,)}", "'fortran_order' in its header must be True or False.")]
    [TestCase("{'descr': '<f4', 'shape': (1,)}", "must be a dictionary with the keys 'descr', 'fortran_order' and 'shape', and no others.")]
    [TestCase("{'descr': '<f4', 'descr': '<f4', 'shape': (1,)}", "its header has the key 'descr' twice.")]
    [TestCase("__import__('os')", "its header is damaged: a value is expected at place 0, but there is '__import__('os')'.")]
    [TestCase("((((((((((((((((((((", "its header nests deeper than 16.")]
    [TestCase("{'descr': '|b1', 'fortran_order': False, 'shape': (4,)}", "it is damaged: a truth value is 2.")]
    public void Load_BadHeader_IsRefused(string header, string message)
    {
        using var folder = new TemporaryFolder();
        string path = folder.File("x.npy");
        File.WriteAllBytes(path, Npy(header, [0, 1, 2, 3]));
        Assert.That(() => NumpyFile.Load(path), Throws.TypeOf<ModelFileException>().With.Message.Contains(message).And.Message.StartsWith($"'{path}' cannot be read: "));
    }

    [Test]
    public void Load_NoArray_IsRefused()
    {
        using var folder = new TemporaryFolder();
        string path = folder.File("x.npy");
        void Refused(byte[] bytes, string message)
        {
            File.WriteAllBytes(path, bytes);
            Assert.That(() => NumpyFile.Load(path), Throws.TypeOf<ModelFileException>().With.Message.Contains(message));
        }
        Refused([], "it does not begin with the bytes of a numpy array");
        Refused([0x80, 4, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0], "it is a pickle, which can run any code and is not read.");
        Refused([0x50, 0x4B, 3, 4, 0, 0, 0, 0, 0, 0, 0, 0], "Read it with NumpyFile.LoadAll.");
        Refused(Npy("{}", [])[..8], "it ends after 8 bytes, within its header. The file is cut off.");
        Refused(Npy("{}", [], 4), "it is of version 4.0; versions 1.0 to 3.0 are read.");
        Refused([0x93, .. "NUMPY"u8, 2, 0, 255, 255, 255, 255], "its header says it has 4294967295 bytes, but at most 0 can follow.");
        Refused([0x93, .. "NUMPY"u8, 2, 0, 255, 255, 255, 255, .. new byte[100_000]], "its header says it has 4294967295 bytes, but at most 65536 can follow.");
        Refused(Npy("{'descr': '<u8', 'fortran_order': False, 'shape': (1,)}", [255, 255, 255, 255, 255, 255, 255, 255]), "the number 18446744073709551615 in it does not fit into int64.");
        Assert.That(() => NumpyFile.Load(folder.File("none.npy")), Throws.TypeOf<ModelFileException>().With.Message.StartsWith("There is no file"));
        Assert.That(() => NumpyFile.Save(path, Tensor.Ones([1]), overwrite: false), Throws.TypeOf<ModelFileException>().With.Message.Contains("exists already"));
    }

    [Test]
    public void LoadAll_BadArchive_IsRefused()
    {
        using var folder = new TemporaryFolder();
        string path = folder.File("x.npz");
        void Refused(string message, long? maxBytes, params (string Name, byte[] Content)[] entries)
        {
            using (var zip = new ZipArchive(File.Create(path), ZipArchiveMode.Create))
                foreach (var (name, content) in entries)
                {
                    using var stream = zip.CreateEntry(name).Open();
                    stream.Write(content);
                }
            Assert.That(() => NumpyFile.LoadAll(path, maxBytes), Throws.TypeOf<ModelFileException>().With.Message.Contains(message));
        }
        var array = Npy("{'descr': '|u1', 'fortran_order': False, 'shape': (1000,)}", new byte[1000]);
        Refused("its entry 'readme.txt' is no array: the name does not end in '.npy'.", null, ("a.npy", array), ("readme.txt", array));
        Refused("it has the entry 'a.npy' twice.", null, ("a.npy", array), ("a.npy", array));
        Refused("array 'b': its shape [1000] makes a tensor of 1000 bytes, more than the 999 that are allowed.", 1999, ("a.npy", array), ("b.npy", array));
        Refused("array 'b': it does not begin with", null, ("a.npy", array), ("b.npy", new byte[99]));
        // A hundred megabytes of zeros, as int8, would become 400.
        var zeros = Npy("{'descr': '|i1', 'fortran_order': False, 'shape': (100000000,)}", new byte[100_000_000]);
        Refused("Where the file is to be trusted, give a larger maxBytes.", null, ("a.npy", zeros));
        Assert.That(NumpyFile.LoadAll(path, 400_000_000)["a"].Shape, Is.EqualTo(new Shape(100_000_000)));
        File.WriteAllBytes(path, array);
        Assert.That(() => NumpyFile.LoadAll(path), Throws.TypeOf<ModelFileException>());
    }

    /// <summary>An array as a file.</summary>
    internal static byte[] Npy(string header, byte[] data, int version = 1)
    {
        var text = Encoding.UTF8.GetBytes(header);
        byte[] length = version == 1 ? [(byte)text.Length, (byte)(text.Length >> 8)] : BitConverter.GetBytes(text.Length);
        return [0x93, .. "NUMPY"u8, (byte)version, 0, .. length, .. text, .. data];
    }
}
