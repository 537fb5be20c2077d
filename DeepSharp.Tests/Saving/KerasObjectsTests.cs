using DeepSharp.Hdf5;
using DeepSharp.Tests.Data;

namespace DeepSharp.Tests.Saving;

/// <summary>Classes and functions in files: nothing runs but what was registered, and what is not known is named.</summary>
public sealed class KerasObjectsTests
{
    /// <summary>Code as Keras 3 keeps it, and as Keras 2 did.</summary>
    [TestCase("""{"class_name": "__lambda__", "config": {"code": "4wEAAAAA", "defaults": null, "closure": null}}""")]
    [TestCase("""["4wEAAAAA\n", null, null]""")]
    public void Load_LambdaWithCode_IsRefused(string function)
    {
        string layer = """{"module": "keras.layers", "class_name": "Lambda", "config": {"name": "l", "function": FUNCTION, "arguments": {}}}""";
        Assert.That(() => Model.FromJson(Sequential(layer.Replace("FUNCTION", function))), Throws.TypeOf<ConfigException>().With.Message.Contains(
            "its function is Python code, which cannot run here. Save a model without it, or with a function that has a name."));
    }

    [Test]
    public void Load_LegacyLambdaWithCode_IsRefused()
    {
        using var folder = new TemporaryFolder();
        string path = folder.File("m.h5");
        Legacy(path, """
            {"class_name": "Sequential", "config": [{"class_name": "Lambda", "config": {"name": "l", "batch_input_shape": [null, 2],
            "function": ["4wEAAAAA", null, null], "function_type": "lambda", "output_shape": null, "output_shape_type": "raw", "arguments": {}}}]}
            """);
        Assert.That(() => Model.Load(path), Throws.TypeOf<ModelFileException>().With.Message.Contains("its function is Python code, which cannot run here."));
    }

    [Test]
    public void Load_LambdaByName_NeedsRegistration()
    {
        string json = Sequential("""
            {"module": "keras.layers", "class_name": "Lambda", "config": {"name": "l",
            "function": {"module": "builtins", "class_name": "function", "config": "saving.triple", "registered_name": "saving.triple"}}}
            """);
        Assert.That(() => Model.FromJson(json), Throws.TypeOf<ConfigException>().With.Message.Contains(
            "no function is registered by the name 'saving.triple'. Call Lambda.Register(\"saving.triple\", …) before loading."));
        DeepSharp.Layers.Lambda.Register("saving.triple", x => x * 3);
        Assert.That(Model.FromJson(json).Predict(Tensor.Ones([1, 2])).ToFloats(), Is.All.EqualTo(3));
    }

    [TestCase("Dence", "There is no Layer named 'Dence' (in Sequential.layers[1]). Did you mean 'Dense'? Known are ")]
    [TestCase("FooBarLayer", "There is no Layer named 'FooBarLayer' (in Sequential.layers[1]); known are ")]
    public void Load_UnknownClass_NamesTheNearest(string name, string message)
    {
        using var folder = new TemporaryFolder();
        Legacy(folder.File("m.h5"), """
            {"class_name": "Sequential", "config": [{"class_name": "InputLayer", "config": {"name": "i", "batch_input_shape": [null, 2]}},
            {"class_name": "CLASS", "config": {"name": "d"}}]}
            """.Replace("CLASS", name));
        Assert.That(() => Model.Load(folder.File("m.h5")), Throws.TypeOf<ModelFileException>().With.Message.Contains(message));
    }

    [Test]
    public void Load_WeightsAlone_SaysWhatToDo()
    {
        using var folder = new TemporaryFolder();
        SavingSamples.Plain().SaveWeights(folder.File("m.weights.h5"));
        Assert.That(() => Model.Load(folder.File("m.weights.h5")), Throws.TypeOf<ModelFileException>().With.Message.EqualTo(
            $"'{folder.File("m.weights.h5")}' cannot be read: it holds weights but no model (it has no attribute model_config). Build the model and"
                + " give it the weights with LoadWeights."));
        File.WriteAllText(folder.File("t.h5"), "no model at all");
        Assert.That(() => Model.Load(folder.File("t.h5")), Throws.TypeOf<ModelFileException>().With.Message.Contains(
            "it is no HDF5 file: the signature is missing."));
    }

    [Test]
    public void Load_OptimizerStateThatDoesNotFit_WarnsAndBeginsAnew()
    {
        using var folder = new TemporaryFolder();
        File.Copy(Path.Combine(AppContext.BaseDirectory, "Golden", "keras", "dense.keras"), folder.File("m.keras"));
        using (var zip = System.IO.Compression.ZipFile.Open(folder.File("m.keras"), System.IO.Compression.ZipArchiveMode.Update))
        {
            string text;
            using (var reader = new StreamReader(zip.GetEntry("config.json")!.Open())) text = reader.ReadToEnd();
            zip.GetEntry("config.json")!.Delete();
            using var writer = new StreamWriter(zip.CreateEntry("config.json").Open());
            writer.Write(text.Replace("\"amsgrad\": false", "\"amsgrad\": true"));
        }
        var told = new List<string>();
        var sink = Warnings.Sink;
        Warnings.Sink = told.Add;
        try
        {
            var model = Model.Load(folder.File("m.keras"));
            Assert.That(model.Optimizer.Iterations.Value.Item(), Is.Zero);
            Assert.That(told.Single(t => t.Contains("begins anew")),
                Does.StartWith("The optimizer Adam of model ").And.Contain("variables of its state, but it has"));
        }
        finally { Warnings.Sink = sink; }
    }

    private static string Sequential(string layer) => """
        {"module": "keras", "class_name": "Sequential", "config": {"name": "s", "layers": [{"module": "keras.layers", "class_name": "InputLayer",
        "config": {"batch_shape": [null, 2], "dtype": "float32", "name": "i"}}, LAYER]}, "registered_name": null}
        """.Replace("LAYER", layer);

    private static void Legacy(string path, string config)
    {
        var root = new Hdf5GroupNode();
        root.Add("model_config", config);
        root.Group("model_weights").Attributes.Add(("layer_names", [], true));
        using var stream = File.Create(path);
        Hdf5Writer.Write(stream, root);
    }
}
