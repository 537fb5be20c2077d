using DeepSharp.Layers;
using DeepSharp.Tests.Data;
using Newtonsoft.Json.Linq;

namespace DeepSharp.Tests.Saving.TensorFlowJs;

/// <summary>The files of TensorFlow.js by themselves: what is written comes back, and what does not fit is told.</summary>
public sealed class TensorFlowJsFileTests
{
    private TemporaryFolder _folder = null!;

    [SetUp]
    public void MakeFolder() => _folder = new TemporaryFolder();

    [TearDown]
    public void Clean() => _folder.Dispose();

    private string Json => _folder.File("model.json");

    private static IEnumerable<string> Names => TensorFlowJsSamples.Names;

    [TestCaseSource(nameof(Names))]
    public void Load_WhatWasSaved_IsTheSameModel(string name)
    {
        var (model, data) = TensorFlowJsSamples.Make(name);
        model.SaveTensorFlowJs(_folder.Path);
        var back = Model.Load(Json);
        Assert.That(back.Layers.Select(l => l.Name), Is.EqualTo(model.Layers.Select(l => l.Name)));
        Assert.That(back.IsCompiled, Is.False);
        SavingSamples.Same(back.Apply(data), model.Apply(data));
    }

    [Test]
    public void Save_LargeWeights_AreCutAt4MiBAndReplaceThoseOfBefore()
    {
        var model = TensorFlowJsSamples.Make("large").Model;
        model.SaveTensorFlowJs(_folder.Path);
        string[] first = Shards();
        model.SaveTensorFlowJs(_folder.Path);
        Assert.That(Shards(), Has.Length.EqualTo(2).And.No.Member(first[0]).And.No.Member(first[1]));
        Assert.That(Shards().Select(f => new FileInfo(f).Length), Is.EqualTo(new[] { 4L << 20, model.CountParams() * 4 - (4L << 20) }));
        Assert.That(() => model.SaveTensorFlowJs(_folder.Path, overwrite: false), Throws.TypeOf<ModelFileException>()
            .With.Message.EqualTo($"'{Json}' exists already. Give another path, or overwrite: true to replace it."));
    }

    [Test]
    public void Save_FolderThatIsAFile_IsRefused()
    {
        File.WriteAllText(_folder.File("web"), "");
        Assert.That(() => SavingDense().SaveTensorFlowJs(_folder.File("web")), Throws.TypeOf<ModelFileException>().With.Message.Contains("Give the path of a folder."));
    }

    private static IEnumerable<TestCaseData> Lacking()
    {
        TestCaseData Case(Layer layer, string message, params int[] shape) => new TestCaseData(layer, shape, message).SetArgDisplayNames(layer.Name);
        const string instead = " Choose another, or save the model as .keras or .onnx.";
        yield return Case(new GroupNormalization(2) { Name = "groups" }, "The layer 'groups' (GroupNormalization) cannot be written for TensorFlow.js, which has no layer"
            + " of that class. Replace the layer, or save the model as .keras or .onnx.", 4);
        yield return Case(new GRU(2) { Name = "gru" }, "The layer 'gru' (GRU) has reset_after: true, which TensorFlow.js cannot compute. Build it with resetAfter: false.", 4, 2);
        yield return Case(new Conv1D(2, 2, padding: Padding.Causal) { Name = "late" },
            "The layer 'late' (Conv1D) has padding: \"causal\", which TensorFlow.js cannot compute. Pad its input instead.", 4, 2);
        yield return Case(new Dense(2, "hard_sigmoid") { Name = "hard" },
            "The layer 'hard' (Dense) cannot be written for TensorFlow.js, which lacks its activation \"hard_sigmoid\"." + instead, 4);
        yield return Case(new Dense(2, kernelRegularizer: "orthogonal_regularizer") { Name = "odd" },
            "The layer 'odd' (Dense) cannot be written for TensorFlow.js, which lacks its kernel_regularizer OrthogonalRegularizer." + instead, 4);
        yield return Case(new Conv2D(2, 2, groups: 2) { Name = "grouped" },
            "The layer 'grouped' (Conv2D) cannot be written for TensorFlow.js: it has groups: 2, and TensorFlow.js has only 1.", 4, 4, 2);
        yield return Case(new ReLU(threshold: 1) { Name = "late" },
            "The layer 'late' (ReLU) cannot be written for TensorFlow.js: it has threshold: 1.0, and TensorFlow.js has only 0.0.", 4);
        yield return Case(new Bidirectional(new LSTM(2) { Name = "l" }, backwardLayer: new LSTM(3, goBackwards: true)) { Name = "uneven" },
            "The layer 'uneven' (Bidirectional) cannot be written for TensorFlow.js, whose backward layer always has the settings of the forward one.", 4, 2);
        yield return Case(new TimeDistributed(new Sequential([2]).Add(new Dense(2))) { Name = "each" },
            "The layer 'each' (TimeDistributed) cannot be written for TensorFlow.js, since it holds a model. Put a layer into it.", 4, 2);
    }

    [TestCaseSource(nameof(Lacking))]
    public void Save_WhatIsNotThere_IsRefusedByName(Layer layer, int[] shape, string message)
    {
        var model = new Sequential([.. shape]).Add(layer).Add(new Flatten()).Add(new Dense(1));
        Assert.That(() => model.SaveTensorFlowJs(_folder.Path), Throws.TypeOf<DeepSharpException>().With.Message.EqualTo(message));
        Assert.That(Directory.GetFiles(_folder.Path), Is.Empty);
    }

    [Test]
    public void Save_MaskedStepsThatBecomeZero_AreRefused()
    {
        var model = new Sequential([4, 2]).Add(new Masking()).Add(new Bidirectional(new LSTM(2, returnSequences: true) { Name = "side" }));
        Assert.That(() => model.SaveTensorFlowJs(_folder.Path), Throws.TypeOf<DeepSharpException>().With.Message.EqualTo("The layer 'forward_side' (LSTM) cannot be"
            + " written for TensorFlow.js: it has zero_output_for_mask: true, and TensorFlow.js has only false."));
    }

    [Test]
    public void Save_NamesThatMeetAcrossModels_AreRefused()
    {
        Sequential Inner(string name) => new Sequential([2]) { Name = name }.Add(new Dense(2) { Name = "same" });
        var model = new Sequential([2]) { Name = "outer" }.Add(Inner("a")).Add(Inner("b"));
        Assert.That(() => model.SaveTensorFlowJs(_folder.Path), Throws.TypeOf<DeepSharpException>().With.Message.EqualTo("Model 'outer' cannot be written for"
            + " TensorFlow.js, where its weights would have the name 'same/kernel' twice: names of layers count across all models in it. Give the layers different"
            + " names, and share none between models."));
    }

    [Test]
    public void Load_PackedWeights_AreUnpacked()
    {
        SavingDense().SaveTensorFlowJs(_folder.Path);
        var half = new byte[4];
        BitConverter.TryWriteBytes(half, (Half)0.75);
        BitConverter.TryWriteBytes(half.AsSpan(2), (Half)(-2));
        File.WriteAllBytes(_folder.File("a.bin"), [0]);
        File.WriteAllBytes(_folder.File("b.bin"), [255, 1]);
        File.WriteAllBytes(_folder.File("c.bin"), [0, 0, 1, .. half]);
        Rewrite(file =>
        {
            JObject Packed(int tensor, string quantization)
            {
                var weight = (JObject)file["weightsManifest"]![0]!["weights"]![tensor]!.DeepClone();
                weight["quantization"] = JObject.Parse(quantization);
                return weight;
            }
            file["weightsManifest"] = new JArray(
                new JObject
                {
                    ["paths"] = new JArray("a.bin", "b.bin", "c.bin"),
                    ["weights"] = new JArray(
                    Packed(0, """{"dtype": "uint16", "scale": 0.5, "min": -1}"""), Packed(1, """{"dtype": "float16", "original_dtype": "float32"}"""),
                    Packed(2, """{"dtype": "float16", "original_dtype": "float32"}"""))
                });
        });
        var model = Model.Load(Json);
        Assert.That(model.GetWeights()[0].ToFloats(), Is.EqualTo(new[] { 65280 * 0.5f - 1, -0.5f, 127 }), "three kernels of 16 bits, little-endian");
        Assert.That(model.GetWeights()[1].ToFloats(), Is.EqualTo(new[] { 0.75f }));
        Assert.That(model.GetWeights()[2].ToFloats(), Is.EqualTo(new[] { -2f }));
    }

    private static IEnumerable<TestCaseData> Faults()
    {
        TestCaseData Case(string name, Action<JObject> change, string message) => new TestCaseData(change, message).SetArgDisplayNames(name);
        JObject Group(JObject f) => (JObject)f["weightsManifest"]![0]!;
        JObject Tensor(JObject f) => (JObject)Group(f)["weights"]![0]!;
        const string outside = "; only files in its folder are read.";
        yield return Case("graph", f => f["format"] = "graph-model", "it is of the format 'graph-model', which has no layers; only 'layers-model' is read.");
        yield return Case("no topology", f => f.Remove("modelTopology"), "it has no modelTopology. What ToJson writes is read with Model.FromJson.");
        yield return Case("no manifest", f => f.Remove("weightsManifest"), "its weightsManifest is missing, or no list.");
        yield return Case("above", f => Group(f)["paths"] = new JArray("../w.bin"), "its weights are in '../w.bin'" + outside);
        yield return Case("rooted", f => Group(f)["paths"] = new JArray("/etc/hostname"), "its weights are in '/etc/hostname'" + outside);
        yield return Case("backslash", f => Group(f)["paths"] = new JArray("a\\..\\..\\w.bin"), "its weights are in 'a\\..\\..\\w.bin'" + outside);
        yield return Case("missing", f => Group(f)["paths"] = new JArray("w.bin"), "its weights are in 'w.bin', which is not beside it. Put that file into its folder.");
        yield return Case("twice", f => ((JArray)Group(f)["paths"]!).Add(Group(f)["paths"]![0]!.DeepClone()), "its weightsManifest names the file 'group1-shard1of1-");
        yield return Case("name twice", f => ((JArray)Group(f)["weights"]!).Add(Tensor(f).DeepClone()), "its weightsManifest has 'one/kernel' twice.");
        yield return Case("huge", f => Tensor(f)["shape"] = new JArray(2000000000, 2000000000), "tensor 'one/kernel' has the shape [2000000000,2000000000], which is too large.");
        yield return Case("larger", f => Tensor(f)["shape"] = new JArray(3000, 1), " take 12008 bytes, but there are 20.");
        yield return Case("negative", f => Tensor(f)["shape"] = new JArray(-3, 1), "tensor 'one/kernel' has the shape [-3,1]; expected a list of up to 16 lengths.");
        yield return Case("type", f => Tensor(f)["dtype"] = "string", "tensor 'one/kernel' is of type string; float32, int32, bool and uint8 are read.");
        yield return Case("kind", f => Tensor(f)["dtype"] = "int32", "'one/kernel' (kernel) has type int32; the model needs float32");
        yield return Case("name", f => Tensor(f)["name"] = "other/kernel", "'one/kernel' (kernel) is missing; the model needs float32 ");
        yield return Case("packing", f => Tensor(f)["quantization"] = new JObject { ["dtype"] = "uint8" }, "packed as uint8 without the numbers 'scale' and 'min'.");
        yield return Case("odd packing", f => Tensor(f)["quantization"] = new JObject { ["dtype"] = "int4" }, "the types uint8, uint16 and float16 are read.");
        yield return Case("other units", f => f["modelTopology"]!["config"]!["layers"]![1]!["config"]!["units"] = 1000000000, "");
    }

    [TestCaseSource(nameof(Faults))]
    public void Load_FaultyFile_IsRefused(Action<JObject> change, string message)
    {
        SavingDense().SaveTensorFlowJs(_folder.Path);
        Rewrite(change);
        Assert.That(() => Model.Load(Json), Throws.TypeOf<ModelFileException>().With.Message.StartWith($"'{Json}' cannot be read: ").And.Message.Contains(message));
    }

    [Test]
    public void Load_LinkOutOfTheFolder_IsRefused()
    {
        SavingDense().SaveTensorFlowJs(_folder.Path);
        using var elsewhere = new TemporaryFolder();
        File.Move(Shards()[0], elsewhere.File("w.bin"));
        File.CreateSymbolicLink(_folder.File("w.bin"), elsewhere.File("w.bin"));
        Rewrite(f => f["weightsManifest"]![0]!["paths"] = new JArray("w.bin"));
        Assert.That(() => Model.Load(Json), Throws.TypeOf<ModelFileException>().With.Message.Contains("its weights are in 'w.bin'; only files in its folder are read."));
    }

    [Test]
    public void Load_NamesWithTheCellAndStateOfAnOptimizer_AreUnderstood()
    {
        var (model, data) = TensorFlowJsSamples.Make("lstm");
        model.SaveTensorFlowJs(_folder.Path);
        File.WriteAllBytes(_folder.File("o.bin"), new byte[4]);
        Rewrite(file =>
        {
            foreach (var weight in file["weightsManifest"]![0]!["weights"]!) weight["name"] = ((string)weight["name"]!).Replace("/", "/lstm_cell_1/");
            ((JArray)file["weightsManifest"]!).Add(JObject.Parse("""{"paths": ["o.bin"], "weights": [{"name": "iter", "shape": [], "dtype": "int32", "group": "optimizer"}]}"""));
            file["modelTopology"] = new JObject { ["keras_version"] = "2.4.0", ["backend"] = "tensorflow", ["model_config"] = file["modelTopology"] };
        });
        SavingSamples.Same(Model.Load(Json).Apply(data), model.Apply(data));
    }

    private static Sequential SavingDense() => new Sequential([3]).Add(new Dense(1) { Name = "one" }).Add(new Dense(1, useBias: false) { Name = "two" });

    private string[] Shards() => [.. Directory.GetFiles(_folder.Path, "*.bin").Order(StringComparer.Ordinal)];

    private void Rewrite(Action<JObject> change)
    {
        var file = JObject.Parse(File.ReadAllText(Json));
        change(file);
        File.WriteAllText(Json, file.ToString());
    }
}
