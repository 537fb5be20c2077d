using System.IO.Compression;
using Newtonsoft.Json.Linq;

namespace DeepSharp.Tests.Saving;

public sealed class ModelJsonTests
{
    [Test]
    public void ToJson_Sequential_IsKerasForm()
    {
        var json = JObject.Parse(new Sequential([4]) { Name = "net" }.Add(new DeepSharp.Layers.Dense(2, "relu") { Name = "d" }).ToJson());
        Assert.That(((string?)json["module"], (string?)json["class_name"]), Is.EqualTo(("keras", "Sequential")));
        var config = (JObject)json["config"]!;
        Assert.That(config.Properties().Select(p => p.Name), Is.EqualTo((string[])["name", "trainable", "dtype", "layers", "build_input_shape"]));
        Assert.That(config["layers"]![0]!["config"]!.ToString(Newtonsoft.Json.Formatting.None), Does.StartWith(
            """{"batch_shape":[null,4],"dtype":"float32","sparse":false,"ragged":false,"name":"input_layer""").And.EndsWith("\"optional\":false}"));
        var dense = (JObject)config["layers"]![1]!;
        Assert.That(dense.Properties().Select(p => p.Name), Is.EqualTo((string[])["module", "class_name", "config", "registered_name", "build_config"]));
        Assert.That(dense["build_config"]!.ToString(Newtonsoft.Json.Formatting.None), Is.EqualTo("""{"input_shape":[null,4]}"""));
    }

    [Test]
    public void ToJson_Graph_IsKerasForm()
    {
        var json = JObject.Parse(SavingSamples.Graph().ToJson());
        Assert.That(((string?)json["class_name"], (string?)json["registered_name"]), Is.EqualTo(("Functional", "Functional")));
        var layers = json["config"]!["layers"]!.ToDictionary(l => (string)l["name"]!);
        Assert.That(layers["shared"]["inbound_nodes"]!.Count(), Is.EqualTo(2));
        Assert.That(layers["shared"]["inbound_nodes"]![1]!.ToString(Newtonsoft.Json.Formatting.None), Is.EqualTo(
            """{"args":[{"class_name":"__keras_tensor__","config":{"shape":[null,3],"dtype":"float32","keras_history":["b",0,0]}}],"kwargs":{}}"""));
        Assert.That(layers["drift"]["inbound_nodes"]![0]!["kwargs"]!.ToString(Newtonsoft.Json.Formatting.None), Is.EqualTo("""{"training":false}"""));
        Assert.That(layers["sum"]["inbound_nodes"]![0]!["args"]![0]!.Count(), Is.EqualTo(2));
        Assert.That(json["config"]!["input_layers"]!.ToString(Newtonsoft.Json.Formatting.None), Is.EqualTo("""[["a",0,0],["b",0,0]]"""));
        Assert.That(json["config"]!["output_layers"]!.ToString(Newtonsoft.Json.Formatting.None), Is.EqualTo("""[["out",0,0],["two",0,0],["inside",1,1]]"""));
    }

    [Test]
    public void FromJson_Graph_WritesTheSameAgainAndComputesTheSame()
    {
        var model = SavingSamples.Graph();
        string json = model.ToJson();
        var back = Model.FromJson(json);
        Assert.That(back.ToJson(), Is.EqualTo(json));
        Assert.That(back.Layers.Select(l => l.Name), Is.EqualTo(model.Layers.Select(l => l.Name)));
        back.SetWeights(model.GetWeights());
        DataSource data = new([SavingSamples.Data(5, 3), SavingSamples.Data(5, 3, 2)]);
        SavingSamples.Same(back.PredictAll(data), model.PredictAll(data));
    }

    [Test]
    public void FromJson_LayerAtTwoPlaces_StaysOneLayer()
    {
        var twice = new DeepSharp.Layers.Dense(3) { Name = "twice" };
        var input = SavingSamples.Input(3, "in");
        var model = new Model(input, new Wrapped(twice) { Name = "wrap" }.Apply(twice.Apply(input)));
        Assert.That(model.Weights, Has.Count.EqualTo(2));
        var back = Model.FromJson(model.ToJson());
        Assert.That(back.Weights, Has.Count.EqualTo(2));
        Assert.That(((Wrapped)back.GetLayer("wrap")).Layer, Is.SameAs(back.GetLayer("twice")));
    }

    [Test]
    public void FromJson_ModelFromTheMiddle_GetsAnInputLayer()
    {
        var input = SavingSamples.Input(3, "in");
        var middle = new DeepSharp.Layers.Dense(4) { Name = "low" }.Apply(input);
        var model = new Model(middle, new DeepSharp.Layers.Dense(2) { Name = "high" }.Apply(middle));
        var back = Model.FromJson(model.ToJson());
        Assert.That(back.Layers.Select(l => l.Name), Is.EqualTo((string[])["low_input", "high"]));
        back.SetWeights(model.GetWeights());
        SavingSamples.Same(back.PredictAll(SavingSamples.Data(2, 4)), model.PredictAll(SavingSamples.Data(2, 4)));
    }

    [Test]
    public void FromJson_DeferredSequential_IsBuiltAsItWas()
    {
        Sequential model = [new DeepSharp.Layers.Dense(3) { Name = "only" }];
        model.Predict(SavingSamples.Data(7, 4));
        var back = Model.FromJson(model.ToJson());
        Assert.That(back.Input.Shape, Is.EqualTo(new Shape(Dim.Any, 4)));
        Assert.That(back.Weights[0].Shape, Is.EqualTo(new Shape(4, 3)));
    }

    [Test]
    public void FromJson_IntegerInput_KeepsItsType()
        => Assert.That(Model.FromJson(new Sequential([7], DType.Int32).ToJson()).Input.DType, Is.EqualTo(DType.Int32));

    [Test]
    public void FromJson_Compiled_RestoresHowItIsTrained()
    {
        var model = SavingSamples.Graph();
        model.Compile(new Rolling(0.5), new Dictionary<string, Loss> { ["out"] = "mse", ["two"] = new DeepSharp.Losses.MeanSquaredError() },
            new Dictionary<string, MetricSet> { ["out"] = ["accuracy"] }, lossWeights: [1, 0.5, 1e-7]);
        string json = model.ToJson();
        var back = Model.FromJson(json);
        Assert.That(back.ToJson(), Is.EqualTo(json));
        Assert.That(((Rolling)back.Optimizer).Momentum, Is.EqualTo(0.5));
        Assert.That(Model.FromJson(json, compile: false).IsCompiled, Is.False);
    }

    [TestCase("layers", "There is no Layer named 'Missing' (in Functional.layers[0]). Did you mean 'Masking'? Known are ")]
    [TestCase("history", "Functional: 2 layer calls cannot be made, since calls that they depend on are not there: call 0 of 'nobody'.")]
    [TestCase("output", "Functional: there is no tensor [\"out\", 0, 3].")]
    [TestCase("key", "Functional: unknown key 'colour'; the known keys are ")]
    [TestCase("kwargs", "Functional: key 'layers[1]' expects only tensors and 'training' as arguments of a call, not 'shift', but got 3.")]
    [TestCase("compile", "Functional: unknown key 'speed'; the known keys are 'optimizer', ")]
    public void FromJson_BadGraph_SaysWhatIsWrong(string fault, string message)
    {
        var input = SavingSamples.Input(3, "in");
        var model = new Model(input, new DeepSharp.Layers.Dense(1) { Name = "out" }.Apply(new DeepSharp.Layers.Dense(4) { Name = "mid" }.Apply(input)));
        model.Compile(new Rolling(), "mse");
        var json = JObject.Parse(model.ToJson());
        var config = (JObject)json["config"]!;
        if (fault == "layers") config["layers"]![0]!["class_name"] = "Missing";
        if (fault == "history") config["layers"]![1]!["inbound_nodes"]![0]!["args"]![0]!["config"]!["keras_history"]![0] = "nobody";
        if (fault == "output") config["output_layers"]![2] = 3;
        if (fault == "key") config["colour"] = "red";
        if (fault == "kwargs") config["layers"]![1]!["inbound_nodes"]![0]!["kwargs"]!["shift"] = 3;
        if (fault == "compile") json["compile_config"]!["speed"] = 3;
        Assert.That(Assert.Throws<ConfigException>(() => Model.FromJson(json.ToString()))!.Message, Does.StartWith(message));
    }

    [Test]
    public void FromJson_ChainOfManyLayers_NeedsNoDeepStack()
    {
        var x = SavingSamples.Input(1, "in");
        var start = x;
        for (int i = 0; i < 3000; i++) x = new TwoWays { Name = $"t{i}" }.ApplyAll([x])[0];
        var model = new Model(start, x);
        var json = JObject.Parse(model.ToJson());
        var layers = (JArray)json["config"]!["layers"]!;
        json["config"]!["layers"] = new JArray(layers.Reverse());
        Assert.That(Model.FromJson(json.ToString()).Layers.Select(l => l.Name), Is.EqualTo(model.Layers.Select(l => l.Name)));
    }

    [TestCase("iris_k3.0.2.keras", 6), TestCase("iris_k3.13.2.keras", 16)]
    public void FromJson_RealKerasFile_GivesItsLayers(string file, int units)
    {
        string? data = Environment.GetEnvironmentVariable("DEEPSHARP_DATA");
        string path = Path.Combine(data ?? "", "keras-v3", file);
        if (data is null || !File.Exists(path)) Assert.Ignore("DEEPSHARP_DATA does not name a folder with keras-v3.");
        using var zip = ZipFile.OpenRead(path);
        using var reader = new StreamReader(zip.GetEntry("config.json")!.Open());
        var model = Model.FromJson(reader.ReadToEnd(), compile: false);
        Assert.That(model.Layers, Has.Count.EqualTo(3));
        Assert.That(model.Weights.Select(w => w.Shape.ToString()), Is.EqualTo((string[])
            [$"[4, {units}]", $"[{units}]", $"[{units}, {(units == 6 ? 6 : 8)}]", $"[{(units == 6 ? 6 : 8)}]", $"[{(units == 6 ? 6 : 8)}, 3]", "[3]"]));
        Assert.That(model.Predict(SavingSamples.Data(2, 4)).Sum(-1).ToFloats(), Is.All.EqualTo(1).Within(1e-5));
    }

    [TestCase(1e-7, "1e-07"), TestCase(0.0001, "0.0001"), TestCase(1e16, "1e+16"), TestCase(1e15, "1000000000000000.0"), TestCase(2.0, "2.0"), TestCase(-0.0, "-0.0")]
    [TestCase(123.456, "123.456"), TestCase(-1.5e-300, "-1.5e-300"), TestCase(0.0010000000474974513, "0.0010000000474974513"), TestCase(5e-324, "5e-324")]
    [TestCase(1.7976931348623157e308, "1.7976931348623157e+308"), TestCase(123456789012345680.0, "1.2345678901234568e+17"), TestCase(0.00012, "0.00012")]
    public void Number_AnyDouble_PrintsAsPython(double value, string text)
    {
        Assert.That(PythonJsonWriter.Number(value), Is.EqualTo(text));
        Assert.That(double.Parse(text), Is.EqualTo(value));
    }
}
