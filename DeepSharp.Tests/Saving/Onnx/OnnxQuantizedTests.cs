using DeepSharp.Onnx;
using DeepSharp.OnnxFormat;
using DeepSharp.Tests.Data;
using Newtonsoft.Json.Linq;
using Kind = DeepSharp.OnnxFormat.TensorProto.Types.DataType;

namespace DeepSharp.Tests.Saving.Onnx;

public sealed class OnnxQuantizedTests
{
    [Test]
    public void Load_QuantizedModel_GivesWhatOnnxRuntimeGives()
    {
        using var folder = new TemporaryFolder();
        var nets = OnnxQuantizedNets.All().ToList();
        var inputs = nets.ConvertAll(n => Tensor.RandomNormal(n.Input, seed: 4));
        foreach (var (i, net) in nets.Index())
        {
            File.WriteAllBytes(folder.File($"{i}.onnx"), net.Model());
            OnnxJudgesTests.WriteInputs(folder.File($"{i}.json"), [("x", inputs[i])]);
        }
        OutsideProgram.OnnxRuntime(OnnxJudgesTests.Runner, folder.Path);
        Assert.Multiple(() =>
        {
            foreach (var (i, (name, model, _)) in nets.Index())
            {
                var result = JObject.Parse(File.ReadAllText(folder.File($"{i}.out.json")));
                if (result["error"] is { } error)
                {
                    Assert.Fail($"{name}: {error}");
                    continue;
                }
                var net = OnnxModel.Read(new MemoryStream(model()), null, name);
                var expected = OnnxJudgesTests.Tensor(result["outputs"]![0]!);
                Close.Same(name, expected, net.Apply(inputs[i]), 1e-5);
                Close.Same($"{name}, as a program", expected, net.Predict(inputs[i]), 1e-5);
                var again = OnnxModel.Read(new MemoryStream(Google.Protobuf.MessageExtensions.ToByteArray(net.ToOnnx())), null, name);
                Close.Same($"{name}, written again", expected, again.Apply(inputs[i]), 1e-5);
                // Scales and zero points are settings, and quantized numbers do not change by training.
                Assert.That(net.TrainableWeights, Is.Empty, name);
            }
        });
    }

    /// <summary>Numbers beyond the range of a type come back into it as they do where there is such a type.</summary>
    [TestCase("Int8", "Add", 100, 100, -56), TestCase("Int8", "Sub", -100, 100, 56), TestCase("Int8", "Mul", 50, 10, -12)]
    [TestCase("Int16", "Mul", 300, 300, 24464), TestCase("Uint16", "Sub", 1, 2, 65535), TestCase("Uint16", "Mul", 65535, 65535, 1)]
    [TestCase("Uint32", "Add", 4294967295L, 2, 1), TestCase("Uint32", "Sub", 0, 1, 4294967295L), TestCase("Int8", "Div", -128, -1, -128)]
    public void Run_NarrowIntegers_Wrap(string type, string op, long a, long b, long expected)
    {
        var node = new NodeProto { OpType = op, Input = { "a", "b" }, Output = { "y" } };
        var graph = new GraphProto { Name = "g", Node = { node } };
        foreach (string name in (string[])["a", "b"])
        {
            var value = OnnxGraphs.Value(name, new([1], DType.Int32), [null]);
            value.Type.TensorType.ElemType = (int)Enum.Parse<Kind>(type);
            graph.Input.Add(value);
        }
        graph.Output.Add(new ValueInfoProto { Name = "y" });
        var model = Read(graph);
        var holder = type == "Uint32" ? DType.Int64 : DType.Int32;
        var y = model.Apply([Tensor.From(new[] { a }).Cast(holder), Tensor.From(new[] { b }).Cast(holder)])[0];
        Assert.That((y.DType, (long)y.Item()), Is.EqualTo((holder, expected)));
    }

    /// <summary>The type goes with the numbers through operators that only move them, and is left where they become others.</summary>
    [Test]
    public void Run_CastAndMove_KeepTheType()
    {
        var graph = new GraphProto { Name = "g" };
        graph.Input.Add(OnnxGraphs.Value("x", new([3], DType.Int32), [null]));
        AttributeProto Whole(string name, long value) => new() { Name = name, Type = AttributeProto.Types.AttributeType.Int, I = value };
        graph.Node.Add(new NodeProto { OpType = "Cast", Input = { "x" }, Output = { "small" }, Attribute = { Whole("to", (long)Kind.Int8) } });
        graph.Node.Add(new NodeProto { OpType = "Concat", Input = { "small", "small" }, Output = { "twice" }, Attribute = { Whole("axis", 0) } });
        graph.Node.Add(new NodeProto { OpType = "Add", Input = { "twice", "twice" }, Output = { "sum" } });
        graph.Node.Add(new NodeProto { OpType = "CastLike", Input = { "sum", "x" }, Output = { "wide" } });
        graph.Node.Add(new NodeProto { OpType = "Add", Input = { "wide", "wide" }, Output = { "y" } });
        foreach (string name in (string[])["sum", "y"]) graph.Output.Add(new ValueInfoProto { Name = name });
        var y = Read(graph).Apply([Tensor.From(new[] { 100, 200, -129 })]);
        Assert.That(y[0].ToInts(), Is.EqualTo((int[])[-56, -112, -2, -56, -112, -2]));
        Assert.That(y[1].ToInts(), Is.EqualTo((int[])[-112, -224, -4, -112, -224, -4]));
    }

    [Test]
    public void Read_NumberBeyondItsType_IsRefused()
    {
        var tensor = new TensorProto { Name = "w", DataType = (int)Kind.Int8, Dims = { 2 }, Int32Data = { 1, 200 } };
        Assert.That(() => OnnxTensors.Read(tensor, null), Throws.TypeOf<InvalidDataException>().With.Message.EqualTo(
            "tensor 'w' is of type int8 but holds 200."));
        var bytes = Google.Protobuf.ByteString.CopyFrom(1, 2, 3);
        tensor = new TensorProto { Name = "w", DataType = (int)Kind.Int16, Dims = { 2 }, RawData = bytes };
        Assert.That(() => OnnxTensors.Read(tensor, null), Throws.TypeOf<InvalidDataException>().With.Message.EqualTo(
            "tensor 'w' of type int16 and shape [2] has 3 bytes of data; expected 4."));
    }

    private static OnnxModel Read(GraphProto graph) => OnnxModel.Read(new MemoryStream(Google.Protobuf.MessageExtensions.ToByteArray(
        new ModelProto { IrVersion = 8, Graph = graph, OpsetImport = { new OperatorSetIdProto { Version = 17 } } })), null, "m");
}
