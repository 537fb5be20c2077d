using DeepSharp.Layers;
using DeepSharp.Tests.Data;
using DeepSharp.Tests.Saving.Onnx;
using DeepSharp.Tests.Saving.TensorFlowJs;
using Newtonsoft.Json.Linq;

namespace DeepSharp.Tests.Saving;

/// <summary>Keras itself loads what is saved here, predicts the same and saves it again; left out where there is no Keras 3.</summary>
public sealed class KerasJudgeTests
{
    /// <summary>For each model of the list: what Keras predicts, and the model as Keras saves it. Layers that Keras has not are told.</summary>
    private const string Judge = """
        import json, os, sys, keras, numpy as np
        folder, told = sys.argv[1], {}
        for name, needs in json.load(open(f'{folder}/list.json')).items():
            lacking = [c for c in needs if not hasattr(keras.layers, c)]
            if lacking:
                told[name] = 'lacks ' + ', '.join(lacking)
                continue
            try:
                model = keras.models.load_model(f'{folder}/{name}.keras')
                inputs = [np.load(f'{folder}/{name}.x{i}.npy') for i in range(len(model.inputs))]
                outputs = model(inputs if len(inputs) > 1 else inputs[0], training=False)
                for i, y in enumerate(outputs if isinstance(outputs, (list, tuple)) else [outputs]):
                    np.save(f'{folder}/{name}.y{i}.npy', keras.ops.convert_to_numpy(y))
                model.save(f'{folder}/{name}.back.keras')
                told[name] = 'judged'
            except Exception as e:
                told[name] = f'{type(e).__name__}: {e}'
        print('RESULT' + json.dumps(told))
        """;

    private const string State = """
        import json, sys, keras, numpy as np
        folder, told = sys.argv[1], {}
        for name in json.load(open(f'{folder}/list.json')):
            whole = keras.models.load_model(f'{folder}/{name}.keras')
            weights = keras.models.load_model(f'{folder}/{name}.keras')
            for v in weights.variables + weights.optimizer.variables: v.assign(np.zeros(v.shape))
            weights.load_weights(f'{folder}/{name}.weights.h5')
            told[name] = {'class': type(whole.optimizer).__name__,
                          'whole': [np.asarray(v).ravel().tolist() for v in whole.optimizer.variables],
                          'weights': [np.asarray(v).ravel().tolist() for v in weights.optimizer.variables]}
            for v in whole.optimizer.variables[2:]: v.assign(np.asarray(v) + 1)
            whole.save(f'{folder}/{name}.back.keras')
            whole.save_weights(f'{folder}/{name}.back.weights.h5')
        print('RESULT' + json.dumps(told))
        """;

    /// <summary>Settings with which Keras 3.16 does something else, or nothing.</summary>
    private static readonly Dictionary<string, string> s_others = new()
    {
        ["ActivationLayer(threshold)"] = "is a function of three arguments there, which no layer can call",
        ["ActivationLayer(sparsemax)"] = "is wrong there where more than one element stays above zero",
        ["Softmax(axis: (1, 2))"] = "does not take its own list of axes out of a file",
        ["LSTM(3, activation: relu, peephole: true)"] = "has no peephole",
        ["Normalization(mean: 0.5, variance: [1, 4, 0.25, 1, 2, 3])"] = "needs mean and variance of one shape",
        ["RandomCrop(5, 4)"] = "leaves the image whole when it predicts, though its own output shape says otherwise",
    };

    [Test]
    public void Save_EveryLayer_PredictsTheSameInKerasAndComesBack()
    {
        using var folder = new TemporaryFolder();
        var samples = Samples().ToDictionary(s => s.Name);
        var list = new JObject();
        foreach (var (name, model, inputs) in samples.Values)
        {
            model.Save(folder.File($"{name}.keras"));
            foreach (var (i, x) in inputs.Index()) NumpyFile.Save(folder.File($"{name}.x{i}.npy"), x);
            list[name] = new JArray(model.LayerPaths().Select(l => l.Layer).Where(l => l is not Model).Select(l => l.TypeName).Distinct());
        }
        File.WriteAllText(folder.File("list.json"), list.ToString());
        var told = Result(OutsideProgram.Keras(Judge, folder.Path));
        var faults = new List<string>();
        int judged = 0;
        foreach (var (name, model, inputs) in samples.Values)
        {
            string verdict = (string)told[name]!;
            if (verdict.StartsWith("lacks", StringComparison.Ordinal)) continue;
            judged++;
            var expected = model.Apply(inputs);
            if (verdict != "judged") faults.Add($"{Shown(model)}: {verdict}");
            else
            {
                Tensor[] there = [.. expected.Select((_, i) => NumpyFile.Load(folder.File($"{name}.y{i}.npy")))];
                Compare($"{Shown(model)}, by Keras", there, expected, faults);
                Compare($"{Shown(model)}, saved by Keras", Model.Load(folder.File($"{name}.back.keras")).Apply(inputs), expected, faults);
            }
        }
        Assert.That(faults, Is.Empty, string.Join('\n', faults));
        Assert.That(judged, Is.GreaterThan(100));
        TestContext.Out.WriteLine($"{judged} models judged, {samples.Count - judged} have layers that Keras has not");
    }

    [Test]
    public void Save_EveryOptimizer_GoesOnInKerasAndBack()
    {
        using var folder = new TemporaryFolder();
        Optimizer[] optimizers =
        [
            new SGD(0.1), new SGD(0.1, momentum: 0.9), new Adam(), new Adam(amsgrad: true), new AdamW(), new Nadam(), new RMSprop(),
            new RMSprop(centered: true, momentum: 0.5), new Adagrad(), new Adadelta(), new Adamax(), new Ftrl(), new Lion(),
        ];
        var models = new List<Model>();
        foreach (var (i, optimizer) in optimizers.Index())
        {
            var model = new Sequential([4]).Dense(5, "relu").BatchNormalization().Dense(2);
            model.Compile(optimizer, new DeepSharp.Losses.MeanSquaredError(), ["mae"]);
            model.Fit((SavingSamples.Data(12, 4), SavingSamples.Data(12, 2, 2)), batchSize: 4, epochs: 2, verbose: Verbosity.Silent);
            model.Save(folder.File($"m{i}.keras"));
            model.SaveWeights(folder.File($"m{i}.weights.h5"));
            models.Add(model);
        }
        File.WriteAllText(folder.File("list.json"), new JArray(models.Select((_, i) => $"m{i}")).ToString());
        var told = Result(OutsideProgram.Keras(State, folder.Path));
        foreach (var (i, model) in models.Index())
        {
            var there = told[$"m{i}"]!;
            var state = model.Optimizer.Variables;
            Assert.That((string)there["class"]!, Is.EqualTo(model.Optimizer.TypeName));
            foreach (string from in (string[])["whole", "weights"])
            {
                Assert.That(there[from]!.Count(), Is.EqualTo(state.Count), $"{model.Optimizer}, {from}");
                foreach (var (v, values) in state.Zip(there[from]!))
                    Assert.That(values.Select(x => (float)x), Is.EqualTo(v.Value.ToFloats()), $"{model.Optimizer}, {from}: {v.Name}");
            }
            var back = Model.Load(folder.File($"m{i}.back.keras"));
            Assert.That(back.Optimizer.ToString(), Is.EqualTo(model.Optimizer.ToString()));
            var weights = Model.Load(folder.File($"m{i}.keras"));
            weights.LoadWeights(folder.File($"m{i}.back.weights.h5"));
            foreach (var other in (Model[])[back, weights])
                foreach (var (v, b) in state.Zip(other.Optimizer.Variables).Skip(2))
                    Assert.That(b.Value.ToFloats(), Is.EqualTo(v.Value.ToFloats().Select(x => x + 1)), $"{model.Optimizer}, back: {v.Name}");
        }
    }

    private static IEnumerable<(string Name, Model Model, Tensor[] Inputs)> Samples()
    {
        foreach (var (i, sample) in OnnxSamples.Layers()
            .Where(s => !s.Name.EndsWith("between convolutions", StringComparison.Ordinal) && !s_others.ContainsKey(s.Name)).Index())
            yield return ($"layer{i}", sample.Make(), sample.Inputs(3));
        // Keras 3 has no such activation; TensorFlow.js, a port of Keras 2, has nothing else under that name.
        foreach (string name in TensorFlowJsSamples.Names.Except(["activations", "lstm", "large"]))
        {
            var (model, data) = TensorFlowJsSamples.Make(name);
            yield return (name, model, data);
        }
    }

    private static string Shown(Model model) => string.Join(", ", model.Layers.Where(l => l is not InputLayer));

    private static void Compare(string what, Tensor[] actual, Tensor[] expected, List<string> faults)
    {
        foreach (var (a, e) in actual.Zip(expected))
        {
            if (a.Shape != e.Shape) faults.Add($"{what}: {a.Shape}, not {e.Shape}");
            else if (a.ToDoubles().Zip(e.ToDoubles()).Max(p => Math.Abs(p.First - p.Second) / Math.Max(1, Math.Abs(p.Second))) is var far and not <= 1e-4)
                faults.Add($"{what}: values differ by {far}");
        }
    }

    private static JObject Result(string output) => JObject.Parse(output[(output.LastIndexOf("RESULT", StringComparison.Ordinal) + 6)..]);
}
