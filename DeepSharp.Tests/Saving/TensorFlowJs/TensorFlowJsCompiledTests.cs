using DeepSharp.Tests.Data;
using DeepSharp.Tests.Saving.Onnx;
using Newtonsoft.Json.Linq;

namespace DeepSharp.Tests.Saving.TensorFlowJs;

/// <summary>Models of TensorFlow.js that were compiled there are compiled here.</summary>
[NonParallelizable]
public sealed class TensorFlowJsCompiledTests
{
    /// <summary>Saves a compiled model and then trains it for three steps. The weights are seeded: Adam makes steps of full length of gradients near zero,
    /// whose sign is left to rounding.</summary>
    private const string Train = """
        const fs = require('fs'), path = require('path'), tf = require('@tensorflow/tfjs'), folder = process.argv[1];
        const optimizers = { sgd: () => tf.train.sgd(0.1), momentum: () => tf.train.momentum(0.1, 0.8, true), adam: () => tf.train.adam(0.02, 0.8, 0.95),
          rmsprop: () => tf.train.rmsprop(0.02, 0.8, 0.5, 1e-7), adagrad: () => tf.train.adagrad(0.1, 0.2), adadelta: () => tf.train.adadelta(0.5, 0.9, 1e-6) };
        const list = (t) => ({ shape: t.shape, values: Array.from(t.dataSync()) });
        tf.setBackend('cpu').then(async () => {
          for (const [name, make] of Object.entries(optimizers)) {
            const model = tf.sequential({ layers: [
              tf.layers.dense({ units: 4, inputShape: [3], activation: 'tanh', kernelInitializer: tf.initializers.glorotUniform({ seed: 5 }) }),
              tf.layers.dense({ units: 2, kernelInitializer: tf.initializers.glorotUniform({ seed: 6 }) })] });
            model.compile({ optimizer: make(), loss: 'meanSquaredError', metrics: ['mae'] });
            const x = tf.randomUniform([6, 3], -1, 1, 'float32', 3), y = tf.randomUniform([6, 2], -1, 1, 'float32', 4), own = path.join(folder, name);
            fs.mkdirSync(own);
            await model.save(tf.io.withSaveHandler(async (a) => {
              fs.writeFileSync(path.join(own, 'weights.bin'), Buffer.from(tf.io.CompositeArrayBuffer.join(a.weightData)));
              fs.writeFileSync(path.join(own, 'model.json'), JSON.stringify({ modelTopology: a.modelTopology, format: a.format,
                trainingConfig: a.trainingConfig, weightsManifest: [{ paths: ['weights.bin'], weights: a.weightSpecs }] }));
              return { modelArtifactsInfo: { dateSaved: new Date(0), modelTopologyType: 'JSON' } };
            }), { includeOptimizer: true });
            const before = model.evaluate(x, y).map((v) => v.dataSync()[0]);
            await model.fit(x, y, { epochs: 3, batchSize: 6, shuffle: false, verbose: 0 });
            fs.writeFileSync(path.join(own, 'result.json'), JSON.stringify({ x: list(x), y: list(y), before, weights: model.getWeights().map(list) }));
          }
        }).catch((e) => { console.error(e); process.exit(1); });
        """;

    [Test]
    public void Load_CompiledModel_TrainsAsItDoesThere()
    {
        using var folder = new TemporaryFolder();
        OutsideProgram.TensorFlowJs(Train, folder.Path);
        foreach (var (name, type) in new (string, Type)[] { ("sgd", typeof(SGD)), ("momentum", typeof(SGD)), ("adam", typeof(Adam)),
            ("rmsprop", typeof(RMSprop)), ("adagrad", typeof(Adagrad)), ("adadelta", typeof(Adadelta)) })
        {
            var result = JObject.Parse(File.ReadAllText(Path.Combine(folder.Path, name, "result.json")));
            var model = Model.Load(Path.Combine(folder.Path, name, "model.json"));
            Assert.That(model.IsCompiled && model.Optimizer.GetType() == type, $"{name}: {(model.IsCompiled ? model.Optimizer : "not compiled")}");
            DataSource data = (Read(result["x"]!), Read(result["y"]!));
            var before = model.Evaluate(data, verbose: Verbosity.Silent);
            Assert.That((before["loss"], before["mae"]), Is.EqualTo(((double)result["before"]![0]!, (double)result["before"]![1]!)).Using<double>((a, b) =>
                Math.Abs(a - b) < 1e-5), name);
            model.Fit(data, epochs: 3, batchSize: 6, shuffle: false, verbose: Verbosity.Silent);
            // Its Adadelta divides by the average of before the step, against the paper and Keras.
            if (name == "adadelta") Assert.That(model.Optimizer.ToString(), Is.EqualTo("Adadelta(0.5, rho: 0.9, epsilon: 1E-06)"));
            else
                foreach (var (w, expected) in model.Weights.Zip(result["weights"]!)) Close.Same($"{name}: {w.Name}", Read(expected), w.Value, 1e-4);
            Assert.That(Model.Load(Path.Combine(folder.Path, name, "model.json"), compile: false).IsCompiled, Is.False);
        }
    }

    private static Tensor Read(JToken array) =>
        Tensor.From([.. array["values"]!.Select(v => (float)v)], new Shape([.. array["shape"]!.Select(d => (int)d)]));

    private static Model Load(TemporaryFolder folder, Action<JObject> change)
    {
        new Sequential([3]) { Name = "mine" }.Dense(2).SaveTensorFlowJs(folder.Path);
        var json = JObject.Parse(File.ReadAllText(folder.File("model.json")));
        change(json);
        File.WriteAllText(folder.File("model.json"), json.ToString());
        return Model.Load(folder.File("model.json"));
    }

    [Test]
    public void Load_TrainingConfigOfAConverter_IsThatOfKeras2()
    {
        using var folder = new TemporaryFolder();
        var model = Load(folder, json => json["modelTopology"]!["training_config"] = JObject.Parse("""
            {"optimizer_config": {"class_name": "Adam",
               "config": {"name": "Adam", "lr": 0.25, "beta_1": 0.5, "beta_2": 0.9, "decay": 0.0, "epsilon": 1e-7, "amsgrad": false}}, "loss": "mse", "metrics": ["mae"], "weighted_metrics": null, "loss_weights": null}
            """));
        Assert.That(((double)model.Optimizer.LearningRate, ((Adam)model.Optimizer).Beta1), Is.EqualTo((0.25, 0.5)));
    }

    [Test]
    public void Load_TrainingConfigWithSomethingUnknown_ComesUncompiledAndSaysWhy()
    {
        using var folder = new TemporaryFolder();
        var told = new List<string>();
        var sink = Warnings.Sink;
        Warnings.Sink = told.Add;
        try
        {
            var model = Load(folder, json => json["trainingConfig"] = JObject.Parse(
                """{"loss": "my_own_loss", "metrics": [], "optimizer_config": {"class_name": "SGD", "config": {"learningRate": 0.1}}}"""));
            Assert.That(model.IsCompiled, Is.False);
            Assert.That(told.Single(), Does.StartWith("Model 'mine' is not compiled as its file says: There is no Loss named 'my_own_loss'"));
        }
        finally { Warnings.Sink = sink; }
    }
}
