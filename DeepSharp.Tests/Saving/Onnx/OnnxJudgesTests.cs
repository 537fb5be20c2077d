using System.Globalization;
using DeepSharp.Tests.Data;
using Newtonsoft.Json.Linq;

namespace DeepSharp.Tests.Saving.Onnx;

/// <summary>Exported models before other programs: ONNX's own checker, and ONNX Runtime, whose results are compared with ours.</summary>
public sealed class OnnxJudgesTests
{
    private const string Checker = """
        import sys, glob, onnx
        for path in sorted(glob.glob(sys.argv[1] + '/*.onnx')):
            try:
                onnx.checker.check_model(path, full_check=True)
                print('ok')
            except Exception as e:
                print(path, ':', e)
        """;

    /// <summary>Runs every model of a folder on the inputs beside it, and writes what comes out.</summary>
    internal const string Runner = """
        const ort = require('onnxruntime-node'), fs = require('fs'), path = require('path'), folder = process.argv[1];
        const types = { float32: Float32Array, float64: Float64Array, int32: Int32Array, int64: BigInt64Array, bool: Uint8Array };
        (async () => {
          for (const file of fs.readdirSync(folder).filter(f => f.endsWith('.onnx'))) {
            const name = file.slice(0, -5), given = JSON.parse(fs.readFileSync(path.join(folder, name + '.json')));
            const result = {};
            try {
              const session = await ort.InferenceSession.create(path.join(folder, file), { logSeverityLevel: 3 });
              const feeds = {};
              for (const x of given) feeds[x.name] = new ort.Tensor(x.type,
                  types[x.type].from(x.data, v => x.type === 'int64' ? BigInt(v) : Number(v)), x.dims);
              const y = await session.run(feeds);
              result.outputs = session.outputNames.map(n => ({ dims: y[n].dims, data: Array.from(y[n].data, v => String(Number(v))) }));
            } catch (e) { result.error = String(e); }
            fs.writeFileSync(path.join(folder, name + '.out.json'), JSON.stringify(result));
          }
        })();
        """;

    private static readonly OnnxSample[] s_samples = [.. OnnxSamples.Layers().Concat(OnnxSamples.Nets())];

    private TemporaryFolder _folder = null!;
    private Tensor[][] _expected = null!;

    [OneTimeSetUp]
    public void ExportAll()
    {
        _folder = new TemporaryFolder();
        _expected = new Tensor[s_samples.Length][];
        foreach (var (i, sample) in s_samples.Index())
        {
            Seeds.Set(1);
            var (model, inputs) = (sample.Make(), sample.Inputs(3));
            model.ExportOnnx(_folder.File($"{i}.onnx"));
            _expected[i] = model.Apply(inputs, training: false);
            var declared = model.Inputs;
            WriteInputs(_folder.File($"{i}.json"), inputs.Select((x, k) => (declared[k].Layer.Name, x.Cast(declared[k].DType))));
        }
    }

    internal static void WriteInputs(string path, IEnumerable<(string Name, Tensor Value)> inputs) =>
        File.WriteAllText(path, new JArray(inputs.Select(x => new JObject
        {
            ["name"] = x.Name,
            ["type"] = x.Value.DType.KerasName,
            ["dims"] = new JArray(x.Value.Shape),
            // JSON has no numbers beyond all bounds.
            ["data"] = new JArray(x.Value.ToDoubles().Select(v => double.IsFinite(v) ? (JToken)v : v.ToString(CultureInfo.InvariantCulture))),
        })).ToString());

    [OneTimeTearDown]
    public void Clean() => _folder.Dispose();

    [Test]
    public void Export_AllSamples_PassTheChecker()
    {
        string[] lines = OutsideProgram.Python(Checker, "onnx", _folder.Path).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.That(lines.Where(l => l != "ok").Select(Named), Is.Empty);
        Assert.That(lines, Has.Length.EqualTo(s_samples.Length));
    }

    [Test]
    public void Export_AllSamples_GiveTheSameInOnnxRuntime()
    {
        OutsideProgram.OnnxRuntime(Runner, _folder.Path);
        Assert.Multiple(() =>
        {
            foreach (var (i, sample) in s_samples.Index())
            {
                var result = JObject.Parse(File.ReadAllText(_folder.File($"{i}.out.json")));
                if (result["error"] is { } error) Assert.Fail($"{sample.Name}: {error}");
                else Close.Same(sample.Name, _expected[i], [.. result["outputs"]!.Select(Tensor)], sample.Tolerance);
            }
        });
        TestContext.Progress.WriteLine($"ONNX Runtime ran {s_samples.Length} exported models");
    }

    /// <summary>The samples of single operators are judged too: what they expect is what ONNX Runtime gives.</summary>
    [Test]
    public void OperatorSamples_AreWhatOnnxRuntimeGives()
    {
        using var folder = new TemporaryFolder();
        OnnxOperatorSample[] samples = [.. OnnxOperatorSamples.All()];
        foreach (var (i, sample) in samples.Index())
        {
            File.WriteAllBytes(folder.File($"{i}.onnx"), sample.Model);
            WriteInputs(folder.File($"{i}.json"), sample.Inputs.Select((x, k) => ($"x{k}", x)));
        }
        OutsideProgram.OnnxRuntime(Runner, folder.Path);
        Assert.Multiple(() =>
        {
            foreach (var (i, sample) in samples.Index())
            {
                var result = JObject.Parse(File.ReadAllText(folder.File($"{i}.out.json")));
                if (result["error"] is { } error) Assert.Fail($"{sample.Name}: {error}");
                else Close.Same(sample.Name, sample.Expected, Tensor(result["outputs"]![0]!), 1e-4);
            }
        });
    }

    /// <summary>The specification's own cases, read and written again, mean the same to ONNX Runtime.</summary>
    [Test]
    public void RewrittenCases_GiveTheSameInOnnxRuntime()
    {
        using var folder = new TemporaryFolder();
        var cases = OnnxNodeTests.Rewritten().ToList();
        if (cases.Count == 0) Assert.Ignore("DEEPSHARP_DATA does not name a folder with onnx-node.");
        foreach (var (i, (_, model, inputs, _)) in cases.Index())
        {
            File.WriteAllBytes(folder.File($"{i}.onnx"), model);
            var names = DeepSharp.OnnxFormat.ModelProto.Parser.ParseFrom(model).Graph.Input.Select(x => x.Name);
            WriteInputs(folder.File($"{i}.json"), names.Zip(inputs));
        }
        OutsideProgram.OnnxRuntime(Runner, folder.Path);
        Assert.Multiple(() =>
        {
            foreach (var (i, (name, _, _, expected)) in cases.Index())
            {
                var result = JObject.Parse(File.ReadAllText(folder.File($"{i}.out.json")));
                if (result["error"] is { } error) Assert.Fail($"{name}: {error}");
                else Close.Same(name, expected, [.. result["outputs"]!.Take(expected.Length).Select(Tensor)], 1e-3);
            }
        });
    }

    internal static Tensor Tensor(JToken output) => DeepSharp.Tensor.From<double>(
        [.. output["data"]!.Select(v => double.Parse((string)v!, CultureInfo.InvariantCulture))], new Shape([.. output["dims"]!.Select(d => (int)d)]));

    private string Named(string line) => int.TryParse(Path.GetFileNameWithoutExtension(line.Split(" :")[0]), out int i) ? $"{s_samples[i].Name}: {line}" : line;
}
