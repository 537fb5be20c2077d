using System.IO.Compression;
using DeepSharp.Onnx;
using DeepSharp.OnnxFormat;

namespace DeepSharp.Tests.Saving.Onnx;

/// <summary>The tests of single operators that the ONNX project gives out with its specification: each a model, its inputs and outputs.</summary>
public sealed class OnnxNodeTests
{
    /// <summary>Those whose results do not follow from their model: this one was computed with ε = 0.01, of which its node does not tell.</summary>
    private static readonly string[] s_inconsistent = ["test_adam_multiple"];

    [Test]
    public void Run_TheSpecificationsOwnCases_GiveItsResults()
    {
        using var zip = Open();
        var cases = zip.Entries.Where(e => e.Name == "model.onnx").Select(e => e.FullName[..^"model.onnx".Length]).Order(StringComparer.Ordinal).ToList();
        var (failed, passed) = (new List<string>(), 0);
        foreach (string folder in cases)
        {
            string name = folder.TrimEnd('/').Split('/')[^1];
            try
            {
                var model = OnnxModel.Read(new MemoryStream(Bytes(zip, folder + "model.onnx")), null, name);
                var inputs = Tensors(zip, folder + "test_data_set_0/input_");
                var expected = Tensors(zip, folder + "test_data_set_0/output_");
                if (Difference(expected, model.Apply(inputs)) is { } why) failed.Add($"{name}: {why}");
                else passed++;
            }
            catch (Exception e) when (e is InvalidDataException or DeepSharpException) { failed.Add($"{name}: {e.Message}"); }
        }
        TestContext.Progress.WriteLine($"ONNX node tests: {passed} passed of {cases.Count}");
        Assert.That(failed.Select(f => f.Split(':')[0]), Is.EquivalentTo(s_inconsistent), string.Join("\n", failed));
        Assert.That(passed, Is.GreaterThan(380));
    }

    /// <summary>The same comes out of traced programs, where inputs that decide shapes stand in the file instead.</summary>
    [Test]
    public void Run_TheSpecificationsOwnCasesAsPrograms_GiveTheSame()
    {
        using var zip = Open();
        var failed = new List<string>();
        foreach (var entry in zip.Entries.Where(e => e.Name == "model.onnx"))
        {
            string folder = entry.FullName[..^"model.onnx".Length], name = folder.TrimEnd('/').Split('/')[^1];
            var proto = ModelProto.Parser.ParseFrom(Bytes(zip, entry.FullName));
            var inputs = Fix(proto.Graph, Tensors(zip, folder + "test_data_set_0/input_"));
            try
            {
                var model = OnnxModel.Read(new MemoryStream(Google.Protobuf.MessageExtensions.ToByteArray(proto)), null, name);
                var step = new TracedFunction(x => model.Apply(x));
                if (Difference(Tensors(zip, folder + "test_data_set_0/output_"), step.Run(inputs)) is { } why) failed.Add($"{name}: {why}");
            }
            catch (Exception e) when (e is InvalidDataException or DeepSharpException) { failed.Add($"{name}: {e.Message}"); }
        }
        Assert.That(failed.Select(f => f.Split(':')[0]), Is.EquivalentTo(s_inconsistent), string.Join("\n", failed));
    }

    /// <summary>What is read is written again, and means the same.</summary>
    [Test]
    public void Export_TheSpecificationsOwnCases_GivesTheSame()
    {
        var failed = new List<string>();
        int written = 0;
        foreach (var (name, model, inputs, expected) in Rewritten())
        {
            var again = OnnxModel.Read(new MemoryStream(model), null, name);
            if (Difference(expected, again.Apply(inputs)) is { } why) failed.Add($"{name}: {why}");
            else written++;
        }
        if (written == 0) Open();
        TestContext.Progress.WriteLine($"ONNX node tests: {written} written again");
        Assert.That(failed, Is.Empty, string.Join("\n", failed));
    }

    /// <summary>The cases read and written again, with their inputs and outputs; none where they are not there.</summary>
    internal static IEnumerable<(string Name, byte[] Model, Tensor[] Inputs, Tensor[] Expected)> Rewritten()
    {
        if (!File.Exists(Cases)) yield break;
        using var zip = Open();
        foreach (var entry in zip.Entries.Where(e => e.Name == "model.onnx"))
        {
            string folder = entry.FullName[..^"model.onnx".Length], name = folder.TrimEnd('/').Split('/')[^1];
            if (s_inconsistent.Contains(name)) continue;
            var proto = ModelProto.Parser.ParseFrom(Bytes(zip, entry.FullName));
            var inputs = Fix(proto.Graph, Tensors(zip, folder + "test_data_set_0/input_"));
            var model = OnnxModel.Read(new MemoryStream(Google.Protobuf.MessageExtensions.ToByteArray(proto)), null, name);
            yield return (name, Google.Protobuf.MessageExtensions.ToByteArray(model.ToOnnx()), inputs, Tensors(zip, folder + "test_data_set_0/output_"));
        }
    }

    /// <summary>Makes initializers of the inputs whose values are settings.</summary>
    /// <returns>The other inputs.</returns>
    private static Tensor[] Fix(GraphProto graph, Tensor[] inputs)
    {
        var settings = graph.Node.SelectMany(n => n.Input.Where((_, i) =>
            OnnxOperatorTable.Find(OnnxFile.Domain(n.Domain), n.OpType)!.ReadsValue(i))).ToHashSet();
        var left = new List<Tensor>();
        foreach (var (input, value) in graph.Input.ToArray().Zip(inputs))
            if (settings.Contains(input.Name))
            {
                graph.Input.Remove(input);
                graph.Initializer.Add(OnnxTensors.Write(input.Name, value));
            }
            else left.Add(value);
        return [.. left];
    }

    /// <summary>Some of the models; none where they are not there.</summary>
    internal static IEnumerable<byte[]> Models(int every)
    {
        if (!File.Exists(Cases)) yield break;
        using var zip = ZipFile.OpenRead(Cases);
        foreach (var (i, entry) in zip.Entries.Where(e => e.Name == "model.onnx").Index())
            if (i % every == 0) yield return Bytes(zip, entry.FullName);
    }

    private static string Cases => Path.Combine(Environment.GetEnvironmentVariable("DEEPSHARP_DATA") ?? "", "onnx-node", "onnx_node_tests.zip");

    private static ZipArchive Open()
    {
        if (!File.Exists(Cases)) Assert.Ignore("DEEPSHARP_DATA does not name a folder with onnx-node.");
        return ZipFile.OpenRead(Cases);
    }

    /// <summary>What differs, or null.</summary>
    internal static string? Difference(Tensor[] expected, Tensor[] got)
    {
        for (int i = 0; i < expected.Length; i++)
        {
            if (got[i].Spec != expected[i].Spec) return $"output {i} is {got[i].Spec}, expected {expected[i].Spec}";
            double[] a = expected[i].ToDoubles(), b = got[i].ToDoubles();
            for (int j = 0; j < a.Length; j++)
                if (!a[j].Equals(b[j]) && !(Math.Abs(a[j] - b[j]) <= 1e-6 + 1e-3 * Math.Abs(a[j])))
                    return $"output {i} holds {b[j]:R} at {j}, expected {a[j]:R}";
        }
        return null;
    }

    private static Tensor[] Tensors(ZipArchive zip, string prefix) =>
        [.. Enumerable.Range(0, 100).Select(i => zip.GetEntry($"{prefix}{i}.pb")).TakeWhile(e => e is not null)
            .Select(e => OnnxTensors.Read(TensorProto.Parser.ParseFrom(Bytes(zip, e!.FullName)), null))];

    private static byte[] Bytes(ZipArchive zip, string name)
    {
        using var stream = zip.GetEntry(name)!.Open();
        using var memory = new MemoryStream();
        stream.CopyTo(memory);
        return memory.ToArray();
    }
}
