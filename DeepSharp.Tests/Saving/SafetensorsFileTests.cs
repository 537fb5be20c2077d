using System.Buffers.Binary;
using System.Text;
using DeepSharp.Tests.Data;

namespace DeepSharp.Tests.Saving;

public sealed class SafetensorsFileTests
{
    [Test]
    public void Save_EveryType_ReadsBackBitForBit()
    {
        using var folder = new TemporaryFolder();
        var tensors = new Dictionary<string, Tensor>
        {
            ["bool"] = Tensor.From([true, false, true]),
            ["u8"] = Tensor.From<byte>([1, 255]),
            ["i32"] = Tensor.From([int.MinValue, 7]),
            ["i64"] = Tensor.From([long.MinValue]),
            ["f16"] = Tensor.From([(Half)1.5f, Half.NaN]),
            ["bf16"] = Tensor.From([1f, -3f]).Cast(DType.BFloat16),
            ["f32"] = Tensor.From([float.NaN, -0f, 1e-45f, 3f], [2, 2]),
            ["f64"] = Tensor.Scalar(Math.PI),
            ["none"] = Tensor.Zeros([0, 3]),
            ["view \u00e9"] = Tensor.Arange(6).Reshape([2, 3]).Transpose(),
        };
        SafetensorsFile.Save(folder.File("x.safetensors"), tensors, new Dictionary<string, string> { ["made by"] = "a test" });
        using var file = SafetensorsFile.Open(folder.File("x.safetensors"));
        Assert.That(file.Metadata, Is.EqualTo(new Dictionary<string, string> { ["made by"] = "a test" }));
        Assert.That(file.Entries.Select(e => e.Name), Is.EquivalentTo(tensors.Keys));
        Assert.That(file.Entries, Has.All.Matches<SafetensorsEntry>(e => e.Offset % e.DType.Size == 0));
        foreach (var (name, t) in tensors)
            Assert.That((file.Read(name).Spec, Bytes(file.Read(name))), Is.EqualTo((t.Contiguous().Spec, Bytes(t.Contiguous()))), name);
    }

    [Test]
    public void Read_TensorOfSeveralPieces_IsComplete()
    {
        using var folder = new TemporaryFolder();
        var big = Tensor.Arange(700_001);
        SafetensorsFile.Save(folder.File("x.safetensors"), new Dictionary<string, Tensor> { ["big"] = big });
        Assert.That(SafetensorsFile.Load(folder.File("x.safetensors"))["big"].ToInts(), Is.EqualTo(big.ToInts()));
    }

    [TestCase("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}""", 7, "tensor 'a' ends at byte 8, but there are only 7 bytes of tensors. The file is cut off.")]
    [TestCase("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}""", 9, "1 bytes follow after the last tensor.")]
    [TestCase("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,4]}}""", 4, "tensor 'a', F32 [2], needs 8 bytes, but its offsets [0, 4] hold 4.")]
    [TestCase("""{"a":{"dtype":"U8","shape":[4],"data_offsets":[0,4]},"b":{"dtype":"U8","shape":[4],"data_offsets":[2,6]}}""", 6, "tensor 'b' overlaps another one: it begins at 2, before byte 4.")]
    [TestCase("""{"a":{"dtype":"U8","shape":[4],"data_offsets":[0,4]},"b":{"dtype":"U8","shape":[1],"data_offsets":[6,7]}}""", 7, "there is a hole of 2 bytes before tensor 'b'.")]
    [TestCase("""{"a":{"dtype":"U8","shape":[4],"data_offsets":[0,4]},"a":{"dtype":"U8","shape":[4],"data_offsets":[0,4]}}""", 4, "'a'")]
    [TestCase("""{"a":{"dtype":"U8","shape":[-1],"data_offsets":[0,4]}}""", 4, "tensor 'a' has the axis length -1; a whole number from 0 to 2147483647 is expected.")]
    [TestCase("""{"a":{"dtype":"U8","shape":[2147483647,2147483647,2147483647,2147483647],"data_offsets":[0,4]}}""", 4, "but its offsets [0, 4] hold 4.")]
    [TestCase("""{"a":{"dtype":"F8_E4M3","shape":[4],"data_offsets":[0,4]}}""", 4, "tensor 'a' has the type F8_E4M3, which no tensor here can hold; known are F32, F64, F16, BF16, I32, I64, U8, BOOL.")]
    [TestCase("""{"a":{"dtype":"U8","shape":[4],"data_offsets":[-4,0]}}""", 4, "tensor 'a' has the offsets [-4,0]; two whole numbers of zero or more are expected.")]
    [TestCase("""{"a":{"dtype":"U8","shape":[4],"data_offsets":[0,4],"x":1}}""", 4, "tensor 'a' must have the keys dtype, shape and data_offsets (two numbers), and no others.")]
    [TestCase("""{"__metadata__":{"a":1}}""", 0, "'__metadata__' must hold strings, but 'a' is Integer.")]
    [TestCase("""[1]""", 0, "the safetensors header does not begin with '{'. The file is no safetensors file.")]
    public void Open_BadHeader_IsRefused(string header, int dataBytes, string message)
    {
        using var folder = new TemporaryFolder();
        var bytes = Encoding.UTF8.GetBytes(header);
        WriteRaw(folder.File("x.safetensors"), (ulong)bytes.Length, [.. bytes, .. new byte[dataBytes]]);
        Assert.That(() => SafetensorsFile.Open(folder.File("x.safetensors")), Throws.InstanceOf<ModelFileException>().With.Message.Contains(message)
            .And.Message.StartsWith($"'{folder.File("x.safetensors")}' cannot be read: "));
    }

    [TestCase(ulong.MaxValue), TestCase(100_000_001ul), TestCase(20ul)]
    public void Open_AbsurdHeaderLength_IsRefusedBeforeAllocating(ulong length)
    {
        using var folder = new TemporaryFolder();
        WriteRaw(folder.File("x.safetensors"), length, new byte[10]);
        Assert.That(() => SafetensorsFile.Open(folder.File("x.safetensors")), Throws.InstanceOf<ModelFileException>().With.Message.Contains(
            $"the safetensors header says it has {length} bytes, but at most 10 can follow."));
    }

    [Test]
    public void Read_BoolByteTwo_IsRefused()
    {
        using var folder = new TemporaryFolder();
        var header = Encoding.UTF8.GetBytes("""{"a":{"dtype":"BOOL","shape":[2],"data_offsets":[0,2]}}""");
        WriteRaw(folder.File("x.safetensors"), (ulong)header.Length, [.. header, 1, 2]);
        using var file = SafetensorsFile.Open(folder.File("x.safetensors"));
        Assert.That(() => file.Read("a"), Throws.InstanceOf<ModelFileException>().With.Message.EndsWith("tensor 'a' is of type BOOL but holds the byte 2."));
        Assert.That(() => file.Read("b"), Throws.InstanceOf<ModelFileException>().With.Message.EndsWith("has no tensor 'b'; it has 'a'."));
    }

    [Test]
    public void Open_RealFiles_AreReadOrRefused()
    {
        string folder = Path.Combine(Environment.GetEnvironmentVariable("DEEPSHARP_DATA") ?? "", "safetensors");
        if (!Directory.Exists(folder)) Assert.Ignore("DEEPSHARP_DATA does not name a folder with safetensors.");
        Assert.That(() => SafetensorsFile.Open(Path.Combine(folder, "abuse_attempt_1.safetensors")), Throws.InstanceOf<ModelFileException>());
        Assert.That(SafetensorsFile.Load(Path.Combine(folder, "hello.safetensors"))["world"].Shape, Is.EqualTo(new Shape(5, 10)));
        Assert.That(SafetensorsFile.Load(Path.Combine(folder, "two_f64.safetensors"))["weight2"].DType, Is.EqualTo(DType.Float64));
        Assert.That(SafetensorsFile.Load(Path.Combine(folder, "mnist_mlp_tinygrad.safetensors"))["l1.weight"].ToFloats(), Is.All.Matches<float>(float.IsFinite));
    }

    private static void WriteRaw(string path, ulong length, byte[] rest)
    {
        var prefix = new byte[8];
        BinaryPrimitives.WriteUInt64LittleEndian(prefix, length);
        File.WriteAllBytes(path, [.. prefix, .. rest]);
    }

    private static byte[] Bytes(Tensor t)
    {
        var bytes = new byte[t.Count * t.DType.Size];
        if (bytes.Length > 0) t.Device.Backend.Read(t.Storage!, t.Offset * t.DType.Size, bytes);
        return bytes;
    }
}
