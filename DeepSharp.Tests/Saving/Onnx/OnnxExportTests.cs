using DeepSharp.OnnxFormat;
using DeepSharp.Tests.Data;
using static DeepSharp.Vocabulary;

namespace DeepSharp.Tests.Saving.Onnx;

public sealed class OnnxExportTests
{
    /// <summary>Layers of which ONNX knows nothing: hashes, strings, and what depends on a whole batch of values by histograms or lookups.</summary>
    private static readonly string[] s_withoutForm = ["HashedCrossing", "Hashing", "IntegerLookup",
        "StringLookup", "TextVectorization", "Equalization", "ContrastLimitedAdaptiveHistogramEqualization"];

    /// <summary>Layers that only change training, or what stands beside images, and in a model that predicts do nothing or are no part of it.</summary>
    private static readonly string[] s_inTrainingOnly = ["AugMix", "CutMix", "MixUp", "RandAugment", "Solarization", "MaxNumBoundingBoxes", "AutoContrast"];

    private static IEnumerable<OnnxSample> Samples() => OnnxSamples.Layers().Concat(OnnxSamples.Nets());

    [TestCaseSource(nameof(Samples))]
    public void Export_ThenImport_PredictsTheSame(OnnxSample sample)
    {
        using var file = new MemoryStream();
        var model = sample.Make();
        DeepSharp.Onnx.OnnxExport.Write(file, model.ToOnnx());
        file.Position = 0;
        var again = OnnxModel.Read(file, null, "again");
        foreach (int batch in new[] { 2, 5 })
        {
            var inputs = sample.Inputs(batch);
            Close.Same(sample.Name, model.Apply(inputs, training: false), new TracedFunction(x => again.Apply(x)).Run(inputs), sample.Tolerance);
        }
    }

    [Test]
    public void Samples_HoldEveryLayer()
    {
        var met = new HashSet<Type>();
        void Meet(Layer layer)
        {
            met.Add(layer.GetType());
            foreach (var inner in layer.Sublayers) Meet(inner);
        }
        foreach (var sample in Samples()) Meet(sample.Make());
        var missing = ConfigRegistry.All.Where(t => t.Kind == typeof(Layer) && t.Type.Assembly == typeof(Layer).Assembly && !met.Contains(t.Type)
            && !t.ClassName.StartsWith("Random", StringComparison.Ordinal)).Select(t => t.ClassName);
        // Layers written as a function by their user.
        string[] others = ["Lambda"];
        Assert.That(missing, Is.EquivalentTo([.. s_withoutForm, .. s_inTrainingOnly, .. others]));
    }

    [Test]
    public void Export_NoForm_NamesOpAndLayer()
    {
        var model = new Sequential([3], DType.Int64).Add(new Layers.Hashing(5) { Name = "hash" });
        Assert.That(Assert.Throws<DeepSharpException>(() => model.ToOnnx())!.Message,
            Does.Contain("op 'hash_bucket' of layer '").And.Contains("/hash' has no ONNX form and is not composed of ops that have one."));
    }

    [Test]
    public void Export_Stateful_IsRefused()
    {
        var x = new Layers.InputLayer([4, 3], 2).Symbol;
        var model = new Model(x, new Layers.LSTM(2, stateful: true).Apply(x));
        Assert.That(() => model.ToOnnx(),
            Throws.InstanceOf<DeepSharpException>().With.Message.Contains("changes when it predicts, and a graph has no memory."));
    }

    [Test]
    public void Export_NotBuilt_SaysWhatToDo() => Assert.That(() => new Sequential().Dense(2).ToOnnx(),
        Throws.InstanceOf<DeepSharpException>().With.Message.Contains(
            "cannot be exported to ONNX before its input shapes are known. Give it an input shape, "
                + "for example new Sequential([4]), or call it on data first."));

    [Test]
    public void Export_Images_AreTurnedOnceOnEachWay()
    {
        var step = DeepSharp.Benchmarks.StepCases.All.First(s => s.Name.StartsWith("resnet20", StringComparison.Ordinal));
        var ops = step.Make().ToOnnx().Graph.Node.Select(n => n.OpType).ToList();
        Assert.That(ops.Count(o => o == "Transpose"), Is.EqualTo(1), "in; the mean over all places needs no way out");
        Assert.That(ops.Count(o => o == "BatchNormalization"), Is.EqualTo(21));
        var flat = new Sequential([8, 8, 2]).Conv2D(4, 3, activation: Relu).MaxPooling2D().Conv2D(3, 1).Flatten().Dense(2).ToOnnx().Graph.Node
            .Select(n => n.OpType);
        Assert.That(flat, Is.EqualTo(new[] { "Transpose", "Conv", "Relu", "MaxPool", "Conv", "Transpose", "Reshape", "MatMul", "Add" }));
    }

    [Test]
    public void Export_Names_AreThoseOfLayersAndWeights()
    {
        var input = new Layers.InputLayer([6]) { Name = "features" }.Symbol;
        var hidden = new Layers.Dense(4, Tanh) { Name = "hidden" }.Apply(input);
        var graph = new Model(input, new Layers.Dense(2) { Name = "scores" }.Apply(hidden)).ToOnnx().Graph;
        Assert.That(graph.Input.Select(i => i.Name), Is.EqualTo(new[] { "features" }));
        Assert.That(graph.Output.Select(i => i.Name), Is.EqualTo(new[] { "scores" }));
        Assert.That(graph.Initializer.Select(i => i.Name), Is.EquivalentTo(new[] { "hidden/kernel", "hidden/bias", "scores/kernel", "scores/bias" }));
        Assert.That(graph.Input[0].Type.TensorType.Shape.Dim[0].DimParam, Is.EqualTo("batch"));
        Assert.That(graph.Output[0].Type.TensorType.Shape.Dim.Select(d => (d.DimParam, d.DimValue)), Is.EqualTo(new[] { ("batch", 0L), ("", 2L) }));
    }

    [Test]
    public void Export_LstmAndGru_AreOneNodeEach()
    {
        var ops = new Sequential([5, 3]).LSTM(4, returnSequences: true).GRU(2).ToOnnx().Graph.Node.Select(n => n.OpType).ToList();
        Assert.That(ops.Count(o => o is "LSTM" or "GRU"), Is.EqualTo(2));
        Assert.That(ops, Has.None.EqualTo("MatMul").And.None.EqualTo("Scan"));
    }

    [Test]
    public void ExportOnnx_WrongEndingOrExistingFile_IsRefused()
    {
        using var folder = new TemporaryFolder();
        var model = new Sequential([2]).Dense(1);
        Assert.That(() => model.ExportOnnx(folder.File("m.pb")), Throws.InstanceOf<ModelFileException>().With.Message.Contains("must end in .onnx"));
        model.Save(folder.File("m.onnx"));
        Assert.That(() => model.ExportOnnx(folder.File("m.onnx"), overwrite: false),
            Throws.InstanceOf<ModelFileException>().With.Message.Contains("exists already"));
        Assert.That(ModelProto.Parser.ParseFrom(File.ReadAllBytes(folder.File("m.onnx"))).OpsetImport.Single().Version, Is.EqualTo(17));
    }
}
