using System.Diagnostics;
using DeepSharp.OnnxFormat;
using DeepSharp.Tests.Data;
using Google.Protobuf;

namespace DeepSharp.Tests.Saving.Onnx;

/// <summary>Damaged files: whatever is read gives a model or one kind of exception, and a model that is read runs or says what is wrong.</summary>
public sealed class OnnxFuzzTests
{
    private static readonly int s_count = FuzzCount.Of(20_000);

    private TemporaryFolder _folder = null!;

    [SetUp]
    public void MakeFolder() => _folder = new TemporaryFolder();

    [TearDown]
    public void Clean() => _folder.Dispose();

    [Test]
    public void Load_DamagedFiles_GiveAModelOrOneException()
    {
        byte[][] seeds = [.. Seeds()];
        var random = new Random(7);
        string path = _folder.File("f.onnx");
        long before = GC.GetTotalMemory(forceFullCollection: true), most = 0;
        var (loaded, ran, slowest) = (0, 0, (Time: TimeSpan.Zero, Input: -1));
        for (int i = 0; i < s_count; i++)
        {
            byte[] bytes = i % 2 == 0 ? Structured(seeds[random.Next(seeds.Length)], random) : Damaged(seeds[random.Next(seeds.Length)], seeds, random);
            File.WriteAllBytes(path, bytes);
            var watch = Stopwatch.StartNew();
            try
            {
                var model = OnnxModel.Load(path);
                loaded++;
                if (Runs(model)) ran++;
            }
            catch (ModelFileException) { }
            catch (Exception e)
            {
                string kept = Path.Combine(TestContext.CurrentContext.WorkDirectory, $"fuzz-{i}.onnx");
                File.WriteAllBytes(kept, bytes);
                Assert.Fail($"input {i} (kept as {kept}): {e}");
            }
            if (watch.Elapsed > slowest.Time) slowest = (watch.Elapsed, i);
            if (i % 1000 == 0) most = Math.Max(most, GC.GetTotalMemory(forceFullCollection: false) - before);
        }
        TestContext.Progress.WriteLine(
            $"ONNX fuzzing: {s_count} inputs, {loaded} read as models, {ran} of them run; slowest "
                + $"{slowest.Time.TotalMilliseconds:0} ms (input {slowest.Input}), at most {most >> 20} MiB held");
        Assert.That(loaded, Is.GreaterThan(s_count / 50), "the damage must leave some models");
        Assert.That(most, Is.LessThan(2L << 30), "memory held");
    }

    /// <summary>Runs a model that is small enough on zeros; what goes wrong must be told by an exception of this library.</summary>
    private static bool Runs(OnnxModel model)
    {
        var specs = model.Inputs.Select(i => new TensorSpec([.. i.Shape.Select(d => d == Dim.Any ? 2 : d)], i.DType)).ToArray();
        if (specs.Any(s => s.Shape.Aggregate(1.0, (n, d) => n * d) > 1 << 16) || model.LargestValue > 1 << 20) return false;
        try
        {
            model.Apply(Array.ConvertAll(specs, s => Tensor.Zeros(s.Shape, s.DType)));
            return true;
        }
        catch (DeepSharpException)
        {
            return false;
        }
    }

    private static IEnumerable<byte[]> Seeds()
    {
        Model[] models =
        [
            new Sequential([6, 6, 1]).Conv2D(2, 3).BatchNormalization().ReLU().MaxPooling2D().Flatten().Dense(3),
            new Sequential([4, 3]).LSTM(3, returnSequences: true).GRU(2),
            new Sequential([4, 3]).SimpleRNN(2),
            new Sequential([4], DType.Int32).TokenAndPositionEmbedding(6, 4, 4).TransformerEncoder(4, 2).GlobalAveragePooling1D(),
            new Sequential([4, 4, 2]).Conv2DTranspose(2, 3, strides: 2).UpSampling2D(2, Interpolation.Bilinear).GroupNormalization(2).AveragePooling2D(2),
        ];
        foreach (var model in models) yield return model.ToOnnx().ToByteArray();
        foreach (var (name, model, _) in OnnxQuantizedNets.All())
            if (name != "many terms") yield return model();
        foreach (byte[] other in OnnxNodeTests.Models(every: 7)) yield return other;
    }

    /// <summary>A file with bytes changed, cut, doubled, or put in from another one.</summary>
    private static byte[] Damaged(byte[] seed, byte[][] others, Random random)
    {
        List<byte> bytes = [.. seed];
        for (int n = random.Next(1, 5); n > 0 && bytes.Count > 0; n--)
        {
            int at = random.Next(bytes.Count), length = Math.Min(random.Next(1, 40), bytes.Count - at);
            switch (random.Next(7))
            {
                case 0: bytes[at] ^= (byte)(1 << random.Next(8)); break;
                case 1: bytes[at] = (byte)random.Next(256); break;
                case 2: bytes[at] = (byte)(random.Next(2) * 255); break;
                case 3: bytes.RemoveRange(at, length); break;
                case 4: bytes.InsertRange(at, bytes.GetRange(at, length)); break;
                case 5: bytes.RemoveRange(at, bytes.Count - at); break;
                default:
                    byte[] other = others[random.Next(others.Length)];
                    int from = random.Next(other.Length);
                    bytes.InsertRange(at, other[from..Math.Min(other.Length, from + length)]);
                    break;
            }
        }
        return [.. bytes];
    }

    /// <summary>A file that is a protocol buffer still, but whose graph says something else.</summary>
    private static byte[] Structured(byte[] seed, Random random)
    {
        var model = ModelProto.Parser.ParseFrom(seed);
        for (int n = random.Next(1, 3); n > 0; n--) Change(model.Graph, random);
        return model.ToByteArray();
    }

    private static void Change(GraphProto graph, Random random)
    {
        long[] numbers = [0, 1, -1, 2, 3, 7, 64, 65536, int.MaxValue, int.MinValue, long.MaxValue, long.MinValue, 1L << 40];
        long Number() => numbers[random.Next(numbers.Length)];
        T? Any<T>(IList<T> list) where T : class => list.Count == 0 ? null : list[random.Next(list.Count)];
        var node = Any(graph.Node);
        if (node is null) return;
        string[] names = [.. graph.Node.SelectMany(m => m.Input.Concat(m.Output)), "", "nothing"];
        string Name() => names[random.Next(names.Length)];
        switch (random.Next(12))
        {
            case 0 when node.Input.Count > 0: node.Input[random.Next(node.Input.Count)] = Name(); break;
            case 1 when node.Output.Count > 0: node.Output[random.Next(node.Output.Count)] = Name(); break;
            case 2: node.Input.Add(Name()); break;
            case 3: node.OpType = Any(graph.Node)!.OpType; break;
            case 4 when Any(node.Attribute) is { } a:
                if (a.Ints.Count > 0) a.Ints[random.Next(a.Ints.Count)] = Number();
                else a.I = Number();
                break;
            case 5 when Any(node.Attribute) is { } a: a.Type = (AttributeProto.Types.AttributeType)random.Next(15); break;
            case 6 when Any(node.Attribute) is { } a: a.F = random.Next(2) == 0 ? float.NaN : float.MaxValue; break;
            case 7 when Any(graph.Initializer) is { } t && t.Dims.Count > 0: t.Dims[random.Next(t.Dims.Count)] = Number(); break;
            case 8 when Any(graph.Initializer) is { } t: t.DataType = random.Next(20); break;
            case 9 when Any(graph.Initializer) is { DataType: 7 } t:
                t.RawData = ByteString.CopyFrom(
                [.. Enumerable.Range(0, t.RawData.Length / 8).SelectMany(_ => BitConverter.GetBytes(Number()))]); break;
            case 10 when Any(graph.Input) is { Type.TensorType.Shape.Dim.Count: > 0 } x: Any(x.Type.TensorType.Shape.Dim)!.DimValue = Number(); break;
            case 11 when Any(node.Attribute) is { G: { } inner }: Change(inner, random); break;
            default: graph.Node.Insert(random.Next(graph.Node.Count), Any(graph.Node)!.Clone()); break;
        }
    }
}
