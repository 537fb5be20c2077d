using System.IO.Compression;
using DeepSharp.Hdf5;
using Newtonsoft.Json.Linq;

namespace DeepSharp.Tests.Saving;

/// <summary>Real files of Keras 1 and 2 with what those computed.</summary>
public sealed class LegacyKerasTests
{
    private const string Examples = "modelimport/keras/examples/";

    private static readonly Lazy<ZipArchive?> s_zip = new(() =>
    {
        string path = Path.Combine(Environment.GetEnvironmentVariable("DEEPSHARP_DATA") ?? "", "keras-h5", "dl4j_keras_h5.zip");
        return File.Exists(path) ? ZipFile.OpenRead(path) : null;
    });

    private static byte[] Content(string name)
    {
        if (s_zip.Value is not { } zip)
        {
            Assert.Ignore("DEEPSHARP_DATA does not name a folder with keras-h5.");
            return [];
        }
        using var content = new MemoryStream();
        using (var stream = zip.GetEntry(name)!.Open()) stream.CopyTo(content);
        return content.ToArray();
    }

    private static Hdf5Group Open(string name) => new Hdf5Content(new ByteSource(new MemoryStream(Content(name)))).Root;

    private static Model Load(string name, bool compile = true) => ModelFileException.Naming(name, () => LegacyFile.Read(Open(name), compile));

    private static IEnumerable<string> AllModels() => s_zip.Value is not { } zip ? ["none"]
        : zip.Entries.Select(e => e.FullName).Where(n => n.Contains(".h5") && !n.EndsWith("weights.h5") && !n.Contains("inputs_and_outputs"));

    private static IEnumerable<string> AllConfigs() => s_zip.Value is not { } zip ? ["none"]
        : zip.Entries.Select(e => e.FullName).Where(n => n.EndsWith(".json") && !n.Contains("preprocessing") || n.Contains("model.json"));

    [TestCaseSource(nameof(AllModels))]
    public void Load_RealModel_HasTheFilesWeights(string name)
    {
        var model = Load(name);
        Assert.That(model.CountParams(), Is.GreaterThan(0));
        var shape = model.Inputs[0].Shape;
        var x = Tensor.Ones([.. shape.Dims.ToArray().Select(d => d == Dim.Any ? 2 : d)]);
        if (shape.Dims.ToArray().Skip(1).All(d => d != Dim.Any)) Assert.That(model.Predict(x).ToFloats(), Is.All.Matches<float>(float.IsFinite));
        Assert.That(model.IsCompiled, Is.EqualTo(Open(name).AttributeNames.Contains("training_config")));
    }

    [TestCaseSource(nameof(AllConfigs))]
    public void FromJson_RealConfig_GivesItsLayersOrSaysWhatIsMissing(string name)
    {
        string json = System.Text.Encoding.UTF8.GetString(Content(name));
        string? refused = Path.GetFileName(name) switch
        {
            "imdb_lstm_tf_keras_1_config.json" => "Embedding: unknown key 'dropout' (in Sequential.layers[1]); the known keys are ",   // dropped whole words
            "keras2_conv1d_pooling1d_tf_config.json" => "[conv] expects two tensors of one floating type but got int32",               // nor could Keras
            _ => null,
        };
        if (refused is null) Assert.That(Model.FromJson(json).Layers, Is.Not.Empty);
        else Assert.That(() => Model.FromJson(json), Throws.TypeOf<ConfigException>().With.Message.Contains(refused));
    }

    [TestCase("simple_flatten_lstm/simple_flatten_lstm_tf_keras_2"), TestCase("simple_flatten_rnn/simple_flatten_rnn_tf_keras_2")]
    [TestCase("simple_rnn/simple_rnn_tf_keras_2"), TestCase("simple_lstm/simple_lstm_tf_keras_1")]
    public void Load_RealModel_ComputesTheStoredActivations(string name)
    {
        var model = Load($"{Examples}{name}_model.h5");
        var stored = Open($"{Examples}{name}_inputs_and_outputs.h5");
        var inputs = (Hdf5Group)stored["inputs"];
        var x = ((Hdf5Dataset)inputs[inputs.Names.Single()]).Read();
        foreach (string layer in ((Hdf5Group)stored["activations"]).Names)
        {
            var expected = ((Hdf5Dataset)stored[$"activations/{layer}"]).Read();
            Near(model.Activations(x, layer)[layer], expected, 3e-6, layer);
        }
        Near(model.Predict(x, batchSize: x.Shape[0]), ((Hdf5Dataset)stored["predictions/dense_1"]).Read(), 3e-6, "predictions");
        var rebuilt = Model.FromJson(System.Text.Encoding.UTF8.GetString(Content($"{Examples}{name}_config.json")));
        LoadWeights($"{Examples}{name}_weights.h5", rebuilt);
        Near(rebuilt.Predict(x, batchSize: x.Shape[0]), model.Predict(x, batchSize: x.Shape[0]), 0, "from JSON and weights");
    }

    [Test]
    public void Load_ConvolutionsOfKeras2_PredictAsStored() => Near(
        Load("modelimport/keras/fullconfigs/cnn/cnn_batch_norm.h5").Predict(NpyArray.Parse(Content("modelimport/keras/fullconfigs/cnn/input.npy"))),
        NpyArray.Parse(Content("modelimport/keras/fullconfigs/cnn/predictions.npy")), 1e-6, "predictions");

    [Test]
    public void Load_ConvolutionsOfKeras1_PredictAsStored()
    {
        float[] Numbers(string name) => [.. System.Text.Encoding.ASCII.GetString(Content(name)).Split((char[])[' ', '\n', '\r'],
            StringSplitOptions.RemoveEmptyEntries)
            .Select(n => float.Parse(n, System.Globalization.CultureInfo.InvariantCulture))];
        var (model, x, y) = (Load("keras/simple/cnn_tf_model.h5"), Numbers("keras/simple/cnn_tf_input.txt"), Numbers("keras/simple/cnn_tf_output.txt"));
        Near(model.Predict(Tensor.From(x, [1, 3, 8, 8]).Transpose([0, 2, 3, 1])), Tensor.From(y, [1, 3]), 1e-6, "predictions");
    }

    [TestCase("adam", "Adam(0.001"), TestCase("sgd", "SGD("), TestCase("rmsprop", "RMSprop("), TestCase("adagrad", "Adagrad("), TestCase("adadelta",
        "Adadelta(1"), TestCase("adamax", "Adamax(0.002"), TestCase("nadam", "Nadam(0.002")]
    public void Load_RealCompiledModel_HasItsOptimizer(string name, string optimizer)
    {
        var model = Load($"modelimport/keras/optimizers/{name}.h5");
        Assert.That(model.Optimizer.ToString(), Does.StartWith(optimizer));
        Assert.That((double)model.Optimizer.LearningRate, Is.EqualTo(name switch
        {
            "adam" or "rmsprop" =>
            0.001,
            "sgd" or "adagrad" => 0.01,
            "adadelta" => 1,
            _ => 0.002
        }).Within(1e-9));
        Assert.That(Load($"modelimport/keras/optimizers/{name}.h5", compile: false).IsCompiled, Is.False);
    }

    private static void LoadWeights(string name, Model model) => KerasWeights.Read(Open(name), model);

    private static void Near(Tensor actual, Tensor expected, double tolerance, string what)
    {
        Assert.That(actual.Shape, Is.EqualTo(expected.Shape), what);
        double largest = Math.Max(1, expected.ToDoubles().Max(Math.Abs));
        Assert.That(actual.ToDoubles().Zip(expected.ToDoubles()).Max(p => Math.Abs(p.First - p.Second)), Is.LessThanOrEqualTo(tolerance * largest), what);
    }
}
