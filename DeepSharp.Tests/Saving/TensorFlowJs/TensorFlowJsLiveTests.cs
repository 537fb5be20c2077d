using System.Globalization;
using DeepSharp.Tests.Data;
using DeepSharp.Tests.Saving.Onnx;
using Newtonsoft.Json.Linq;

namespace DeepSharp.Tests.Saving.TensorFlowJs;

/// <summary>TensorFlow.js in Node opens what is written here and predicts the same, and its own files, saved by it, load here.</summary>
public sealed class TensorFlowJsLiveTests
{
    // A handler of files as tfjs-node has it: model.json and one file of weights.
    private const string Files = """
        const fs = require('fs'), path = require('path'), tf = require('@tensorflow/tfjs');
        const open = (file) => ({ load: async () => {
          const json = JSON.parse(fs.readFileSync(file, 'utf8')), groups = json.weightsManifest;
          const bytes = Buffer.concat(groups.flatMap((g) => g.paths.map((p) => fs.readFileSync(path.join(path.dirname(file), p)))));
          return { ...json, weightSpecs: groups.flatMap((g) => g.weights), weightData: new Uint8Array(bytes).buffer };
        } });
        const store = (folder) => tf.io.withSaveHandler(async (a) => {
          fs.writeFileSync(path.join(folder, 'weights.bin'), Buffer.from(tf.io.CompositeArrayBuffer.join(a.weightData)));
          fs.writeFileSync(path.join(folder, 'model.json'), JSON.stringify({ modelTopology: a.modelTopology, format: a.format, generatedBy: a.generatedBy,
            weightsManifest: [{ paths: ['weights.bin'], weights: a.weightSpecs }] }));
          return { modelArtifactsInfo: { dateSaved: new Date(0), modelTopologyType: 'JSON' } };
        });
        const predict = (model, data) => [model.predict(data.length === 1 ? data[0] : data)].flat().map((y) => ({ shape: y.shape, values: Array.from(y.dataSync()) }));
        const run = (main) => tf.setBackend('cpu').then(main).catch((e) => { console.error(e); process.exit(1); });

        """;

    private const string Predict = Files + """
        run(async () => {
          const [file, copy] = process.argv.slice(1);
          const data = JSON.parse(fs.readFileSync(path.join(path.dirname(file), 'data.json'), 'utf8')).map((d) => tf.tensor(d.values, d.shape, d.dtype));
          const model = await tf.loadLayersModel(open(file));
          await model.save(store(copy));
          console.log('RESULT' + JSON.stringify(predict(model, data)));
        });
        """;

    private const string Build = Files + """
        run(async () => {
          const [name, folder] = process.argv.slice(1), L = tf.layers, chain = (...layers) => tf.sequential({ layers });
          const models = {
            dense: () => chain(L.dense({ units: 5, activation: 'hardSigmoid', inputShape: [3], kernelRegularizer: tf.regularizers.l2() }), L.dense({ units: 2, activation: 'swish' })),
            images: () => chain(L.conv2d({ filters: 3, kernelSize: 3, inputShape: [8, 8, 2], padding: 'same' }), L.batchNormalization(), L.reLU(), L.maxPooling2d({}),
              L.depthwiseConv2d({ kernelSize: 2 }), L.leakyReLU(), L.thresholdedReLU({ theta: 0.1 }), L.globalAveragePooling2d({}), L.dense({ units: 2 })),
            recurrent: () => chain(L.embedding({ inputDim: 9, outputDim: 3, inputLength: 4 }), L.lstm({ units: 3, returnSequences: true }),
              L.bidirectional({ layer: L.gru({ units: 2, returnSequences: true }), mergeMode: 'concat' }), L.rnn({ cell: L.lstmCell({ units: 2 }), returnSequences: true }),
              L.timeDistributed({ layer: L.dense({ units: 2 }) }), L.simpleRNN({ units: 2 })),
            functional: () => {
              const a = tf.input({ shape: [3] }), b = tf.input({ shape: [3] }), shared = L.dense({ units: 4 }), inner = chain(L.dense({ units: 4, inputShape: [4] }));
              const x = shared.apply(a), y = inner.apply(shared.apply(b));
              return tf.model({ inputs: [a, b], outputs: [L.concatenate().apply([x, y]), L.add().apply([inner.apply(x), y])] });
            },
          };
          const model = models[name](), data = model.inputs.map((i) => tf.tidy(() => name === 'recurrent'
            ? tf.range(0, 8).reshape([2, 4]) : tf.randomUniform([2, ...i.shape.slice(1)], -1, 1, 'float32', 5)));
          model.setWeights(model.getWeights().map((w) => tf.randomUniform(w.shape, 0.05, 0.6)));
          await model.save(store(folder));
          const shown = data.map((d) => ({ shape: d.shape, values: Array.from(d.dataSync()) }));
          console.log('RESULT' + JSON.stringify({ data: shown, outputs: predict(model, data) }));
        });
        """;

    private static IEnumerable<string> Written => TensorFlowJsSamples.Names;

    [TestCaseSource(nameof(Written))]
    public void SaveTensorFlowJs_Model_PredictsTheSameThereAndComesBack(string name)
    {
        using var folder = new TemporaryFolder();
        using var copy = new TemporaryFolder();
        var (model, data) = TensorFlowJsSamples.Make(name);
        model.SaveTensorFlowJs(folder.Path);
        var json = new JArray(data.Select(d => new JObject
        {
            ["values"] = new JArray(d.ToDoubles()),
            ["shape"] = new JArray(d.Shape.Dims.ToArray()),
            ["dtype"] = d.DType.KerasName,
        }));
        File.WriteAllText(folder.File("data.json"), json.ToString());
        var expected = model.Apply(data);
        Near((JArray)Run(Predict, folder.File("model.json"), copy.Path), expected);
        var back = Model.Load(copy.File("model.json"));
        foreach (var (actual, e) in back.Apply(data).Zip(expected, (a, b) => (a, b)))
            Assert.That(actual.ToDoubles(), Is.EqualTo(e.ToDoubles()).Within(1e-5));
    }

    [TestCase("dense"), TestCase("images"), TestCase("recurrent"), TestCase("functional")]
    public void Load_ModelOfTensorFlowJs_PredictsTheSame(string name)
    {
        using var folder = new TemporaryFolder();
        var result = Run(Build, name, folder.Path);
        var model = Model.Load(folder.File("model.json"));
        Tensor[] data = [.. result["data"]!.Select(d => Tensor.From([.. d["values"]!.Select(v => (float)v)], Shape(d["shape"]!)))];
        Near((JArray)result["outputs"]!, model.Apply(data));
    }

    private static JToken Run(string script, params string[] arguments)
    {
        string output = OutsideProgram.TensorFlowJs(script, arguments);
        return JToken.Parse(output[(output.LastIndexOf("RESULT", StringComparison.Ordinal) + 6)..]);
    }

    private static Shape Shape(JToken axes) => new([.. axes.Select(a => (int)a)]);

    private static void Near(JArray actual, Tensor[] expected)
    {
        Assert.That(actual, Has.Count.EqualTo(expected.Length));
        foreach (var (a, e) in actual.Zip(expected))
        {
            Assert.That(Shape(a["shape"]!), Is.EqualTo(e.Shape));
            double[] there = [.. a["values"]!.Select(v => Convert.ToDouble(((JValue)v).Value, CultureInfo.InvariantCulture))], here = e.ToDoubles();
            Assert.That(there.Zip(here).Max(p => Math.Abs(p.First - p.Second) / Math.Max(1, Math.Abs(p.Second))), Is.LessThan(1e-5));
        }
    }
}
