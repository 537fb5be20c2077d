using DeepSharp.OnnxFormat;
using DeepSharp.Tests.Data;
using Google.Protobuf;
using static DeepSharp.Vocabulary;

namespace DeepSharp.Tests.Saving.Onnx;

/// <summary>Models read from ONNX files: asked, trained further, built into others, and written again.</summary>
public sealed class OnnxModelTests
{
    private TemporaryFolder _folder = null!;

    [SetUp]
    public void MakeFolder() => _folder = new TemporaryFolder();

    [TearDown]
    public void Clean() => _folder.Dispose();

    [Test]
    public void Load_RealFile_PredictsLikeItsKerasTwin()
    {
        string data = Environment.GetEnvironmentVariable("DEEPSHARP_DATA") ?? "", path = Path.Combine(data, "keras-v3", "iris_k3.13.2.onnx");
        if (!File.Exists(path)) Assert.Ignore("DEEPSHARP_DATA does not name a folder with keras-v3.");
        var model = OnnxModel.Load(path);
        Assert.That(model.Inputs.Select(i => i.Shape), Is.EqualTo(new Shape[] { [Dim.Any, 4] }));
        Assert.That(model.Outputs.Select(o => o.Shape), Is.EqualTo(new Shape[] { [Dim.Any, 3] }));
        Assert.That(model.CountParams(), Is.EqualTo(4 * 16 + 16 + 16 * 8 + 8 + 8 * 3 + 3));

        var rows = File.ReadLines(Path.Combine(data, "tabular", "iris.csv")).Skip(1).Select(l => l.Split(',').Select(float.Parse).ToArray()).ToArray();
        var x = Tensor.From([.. rows.SelectMany(r => r[..4])], [rows.Length, 4]);
        var labels = rows.Select(r => (int)r[4]).ToArray();
        int right = model.Predict(x).ArgMax(-1).ToInts().Zip(labels).Count(p => p.First == p.Second);
        // What another program found for these weights and rows.
        Assert.That(right / 150.0, Is.EqualTo(0.9733).Within(1e-4));
        var twin = Model.Load(Path.ChangeExtension(path, ".keras"));
        Close.Same("the .keras file of the same model", twin.Predict(x), model.Predict(x), 1e-6);
    }

    [Test]
    public void Fit_ImportedModel_LowersTheLossAndKeepsStatistics()
    {
        var file = Exported(new Sequential([8, 8, 1]).Add(new Layers.Conv2D(4, 3) { Name = "conv" }).Add(new Layers.BatchNormalization { Name = "norm" })
            .ReLU().Flatten().Add(new Layers.Dense(3) { Name = "dense" }));
        var model = OnnxModel.Load(file);
        Assert.That(model.TrainableWeights.Select(w => w.Name),
            Is.EquivalentTo(new[] { "conv/kernel", "conv/bias", "norm/gamma", "norm/beta", "dense/kernel", "dense/bias" }));
        Assert.That(model.NonTrainableWeights.Select(w => w.Name), Is.EquivalentTo(new[] { "norm/moving_mean", "norm/moving_variance" }));
        var (x, y) = (Tensor.RandomNormal([24, 8, 8, 1], seed: 1), Tensor.RandomIntegers([24], 0, 3, seed: 2));
        model.Compile(new Adam(0.01), loss: new DeepSharp.Losses.SparseCategoricalCrossentropy(fromLogits: true));
        var losses = model.Fit((x, y), epochs: 15, batchSize: 8, verbose: Verbosity.Silent)["loss"].ToArray();
        Assert.That(losses[^1], Is.LessThan(0.9 * losses[0]));
        string again = _folder.File("tuned.onnx");
        model.Save(again);
        Close.Same("tuned", model.Predict(x), Model.Load(again).Predict(x), 1e-5);
    }

    [Test]
    public void Fit_Eagerly_GivesTheSameAsTraced()
    {
        var file = Exported(new Sequential([6]).Dense(5, activation: Tanh).Dense(1));
        double[] Course(bool eagerly)
        {
            var model = OnnxModel.Load(file);
            model.Compile(new SGD(0.1), loss: MeanSquaredError, runEagerly: eagerly);
            return model.Fit((Tensor.RandomNormal([8, 6], seed: 1), Tensor.RandomNormal([8, 1], seed: 2)),
                epochs: 3, verbose: Verbosity.Silent, shuffle: false)["loss"].ToArray();
        }
        Assert.That(Course(true), Is.EqualTo(Course(false)).Within(1e-6));
    }

    [Test]
    public void Apply_ToSymbols_IsALayerOfAnotherModel()
    {
        var body = OnnxModel.Load(Exported(new Sequential([6]).Dense(5, activation: Tanh)));
        body.Trainable = false;
        var input = Input(6);
        var model = new Model(input, body.Apply(input).Dense(2));
        Assert.That(model.Output.Shape, Is.EqualTo(new Shape(Dim.Any, 2)));
        Assert.That(model.TrainableWeights, Has.Count.EqualTo(2));
        Assert.That(model.Predict(Tensor.Ones([3, 6])).Shape, Is.EqualTo(new Shape(3, 2)));
    }

    [Test]
    public void Export_ImportedImages_TurnsNothing()
    {
        // A file with the channels in front, as other programs write them.
        var proto = new Sequential([8, 8, 2]).Conv2D(4, 3, activation: Relu).MaxPooling2D().Conv2D(3, 1).ToOnnx();
        var (turn, back) = (proto.Graph.Node[0], proto.Graph.Node[^1]);
        Assert.That((turn.OpType, back.OpType), Is.EqualTo(("Transpose", "Transpose")));
        proto.Graph.Input[0] = DeepSharp.Onnx.OnnxGraphs.Value(turn.Output[0], new([1, 2, 8, 8], DType.Float32), ["batch", null, null, null]);
        proto.Graph.Output[0] = DeepSharp.Onnx.OnnxGraphs.Value(back.Input[0], new([1, 3, 3, 3], DType.Float32), ["batch", null, null, null]);
        proto.Graph.Node.Remove(turn);
        proto.Graph.Node.Remove(back);
        var model = OnnxModel.Read(new MemoryStream(proto.ToByteArray()), null, "images");
        Assert.That(model.ToOnnx().Graph.Node.Select(n => n.OpType), Is.EqualTo(new[] { "Conv", "Relu", "MaxPool", "Conv" }));
        Assert.That(model.ToOnnx().Graph.Input[0].Name, Is.EqualTo(turn.Output[0]));
        Assert.That(model.ToOnnx().Graph.Output[0].Name, Is.EqualTo(back.Input[0]));
    }

    [Test]
    public void Save_AsKeras_SaysWhatToDo() =>
        Assert.That(() => OnnxModel.Load(Exported(new Sequential([2]).Dense(1))).Save(_folder.File("m.keras")), Throws.InstanceOf<DeepSharpException>());

    [TestCase("Relu", "Rellu", "node 'sequential/dense/Relu' (Rellu) uses the operator 'Rellu', which is not known. Did you mean 'Relu'?")]
    [TestCase("MatMul", "Flatten", "its input")]
    public void Load_WrongOperator_NamesTheNode(string from, string to, string message)
    {
        var proto = new Sequential([4]) { Name = "sequential" }.Add(new Layers.Dense(3, Relu) { Name = "dense" }).ToOnnx();
        var node = proto.Graph.Node.First(n => n.OpType == from);
        node.OpType = to;
        if (to == "Flatten") node.Input.Clear();
        Refused(proto, message);
        if (to == "Flatten") Refused(proto, $"in node '{node.Name}' (Flatten).");
    }

    [Test]
    public void Load_ShapesThatDoNotFit_NamesTheNode()
    {
        var proto = new Sequential([4]) { Name = "sequential" }.Add(new Layers.Dense(3) { Name = "dense" }).ToOnnx();
        proto.Graph.Input[0].Type.TensorType.Shape.Dim[0].DimValue = 2;
        proto.Graph.Input[0].Type.TensorType.Shape.Dim[1].DimValue = 5;
        Refused(proto, "[matmul] inner dimensions differ");
        Refused(proto, "in node 'sequential/dense/MatMul' (MatMul).");
    }

    [Test]
    public void Load_Circle_IsRefused()
    {
        var proto = new Sequential([4]) { Name = "sequential" }.Add(new Layers.Dense(3, Relu) { Name = "dense" }).ToOnnx();
        proto.Graph.Node[0].Input[0] = proto.Graph.Node[^1].Output[0];
        Refused(proto, "the graph has nodes that depend on each other in a circle, among them 'sequential/dense/MatMul' (MatMul).");
    }

    [Test]
    public void Load_NodesInAnotherOrder_AreSorted()
    {
        var model = new Sequential([4]).Dense(3, activation: Relu);
        var proto = model.ToOnnx();
        var nodes = proto.Graph.Node.Reverse().ToList();
        proto.Graph.Node.Clear();
        proto.Graph.Node.AddRange(nodes);
        Close.Same("sorted", model.Predict(Tensor.Ones([2, 4])),
            OnnxModel.Read(new MemoryStream(proto.ToByteArray()), null, "m").Predict(Tensor.Ones([2, 4])), 1e-6);
    }

    [Test]
    public void Load_HugeConstant_IsRefusedBeforeItIsMade()
    {
        var proto = new Sequential([4]).Dense(3).ToOnnx();
        proto.Graph.Initializer.Add(DeepSharp.Onnx.OnnxTensors.Write("big", Tensor.From(new[] { 1L << 20, 1L << 20 })));
        proto.Graph.Node.Insert(0, new NodeProto { OpType = "ConstantOfShape", Name = "bomb", Input = { "big" }, Output = { "filled" } });
        Refused(proto, "[ConstantOfShape] it makes float32 [1048576, 1048576] of constants; all constants together may take 1073741824 bytes.");
    }

    [TestCase("../weights.bin", "only files in the model's folder are read"), TestCase("/etc/passwd", "only files in the model's folder are read")]
    [TestCase("link/weights.bin", "only files in the model's folder are read"),
        TestCase("none.bin", "which is not beside the model"), TestCase("short.bin", "which has only 4")]
    public void Load_ExternalData_StaysInTheFolder(string location, string message)
    {
        var proto = new Sequential([4]).Dense(3).ToOnnx();
        Directory.CreateSymbolicLink(_folder.File("link"), Path.GetTempPath());
        File.WriteAllBytes(_folder.File("short.bin"), new byte[4]);
        Move(proto.Graph.Initializer[0], location);
        Refused(proto, message);
    }

    [Test]
    public void Load_ExternalData_IsRead()
    {
        var model = new Sequential([4]).Dense(3);
        var proto = model.ToOnnx();
        var tensor = proto.Graph.Initializer[0];
        Directory.CreateDirectory(_folder.File("data"));
        File.WriteAllBytes(_folder.File("data/w.bin"), [1, 2, 3, 4, .. tensor.RawData.ToByteArray()]);
        Move(tensor, "data/w.bin", ("offset", "4"), ("length", "48"));
        File.WriteAllBytes(_folder.File("m.onnx"), proto.ToByteArray());
        Close.Same("external", model.Predict(Tensor.Ones([2, 4])), Model.Load(_folder.File("m.onnx")).Predict(Tensor.Ones([2, 4])), 1e-6);
    }

    [Test]
    public void Load_ShapeFromAnInput_RunsWhenCalledDirectly()
    {
        var proto = new ModelProto { IrVersion = 8, Graph = new GraphProto { Name = "g" } };
        proto.OpsetImport.Add(new OperatorSetIdProto { Version = 17 });
        proto.Graph.Input.Add(DeepSharp.Onnx.OnnxGraphs.Value("x", new([2, 3], DType.Float32), [null, null]));
        proto.Graph.Input.Add(DeepSharp.Onnx.OnnxGraphs.Value("shape", new([1], DType.Int64), [null]));
        proto.Graph.Node.Add(new NodeProto { OpType = "Reshape", Name = "r", Input = { "x", "shape" }, Output = { "y" } });
        proto.Graph.Output.Add(DeepSharp.Onnx.OnnxGraphs.Value("y", new([6], DType.Float32), [null]));
        var model = OnnxModel.Read(new MemoryStream(proto.ToByteArray()), null, "m");
        Assert.That(model.Outputs, Is.Empty);
        Tensor[] inputs = [Tensor.Ones([2, 3]), Tensor.From(new[] { 6L })];
        Assert.That(model.Apply(inputs)[0].Shape, Is.EqualTo(new Shape(6)));
        Assert.That(() => new TracedFunction(x => model.Apply(x)).Run(inputs), Throws.InstanceOf<NoValueException>().With.Message.Contains(
            "[Reshape] its input 1 ('shape') decides shapes and must be known before the graph runs").And.Message.Contains("in node 'r' (Reshape)."));
    }

    private static void Move(TensorProto tensor, string location, params (string Key, string Value)[] more)
    {
        tensor.RawData = ByteString.Empty;
        tensor.DataLocation = TensorProto.Types.DataLocation.External;
        foreach (var (key, value) in more.Prepend(("location", location))) tensor.ExternalData.Add(new StringStringEntryProto { Key = key, Value = value });
    }

    private void Refused(ModelProto proto, string message)
    {
        File.WriteAllBytes(_folder.File("bad.onnx"), proto.ToByteArray());
        Assert.That(Assert.Throws<ModelFileException>(() => Model.Load(_folder.File("bad.onnx")))!.Message,
            Does.StartWith($"'{_folder.File("bad.onnx")}' cannot be read: ").And.Contains(message));
    }

    private string Exported(Model model)
    {
        string path = _folder.File("model.onnx");
        model.ExportOnnx(path);
        return path;
    }
}
