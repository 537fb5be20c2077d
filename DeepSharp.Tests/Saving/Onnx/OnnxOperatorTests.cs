using DeepSharp.Onnx;
using DeepSharp.OnnxFormat;

namespace DeepSharp.Tests.Saving.Onnx;

public sealed class OnnxOperatorTests
{
    [TestCaseSource(typeof(OnnxOperatorSamples), nameof(OnnxOperatorSamples.All))]
    public void Run_OneNode_GivesWhatTheSpecificationSays(OnnxOperatorSample sample)
    {
        var got = OnnxModel.Read(new MemoryStream(sample.Model), null, "m").Apply(sample.Inputs)[0];
        Assert.That(got.DType, Is.EqualTo(sample.Expected.DType));
        Close.Same(sample.Name, sample.Expected, got, 1e-5);
    }

    /// <summary>Control flow: a choice that is known, and turns that are counted.</summary>
    [TestCase(true, 12.0), TestCase(false, 7.0)]
    public void Run_IfAndLoop_AreResolved(bool choice, double expected)
    {
        // A loop that doubles x: twice where the choice is true; else 1 is added once.
        var twice = Body("twice", new() { OpType = "Add", Input = { "s", "s" }, Output = { "t" } },
            new() { OpType = "Identity", Input = { "c" }, Output = { "d" } });
        twice.Input.Add([OnnxGraphs.Value("i", new([], DType.Int64), []), OnnxGraphs.Value("c", new([], DType.Bool), []),
            OnnxGraphs.Value("s", new([1], DType.Float32), [null])]);
        twice.Output.Add([OnnxGraphs.Value("d", new([], DType.Bool), []), OnnxGraphs.Value("t", new([1], DType.Float32), [null])]);
        var loop = Body("loop", new NodeProto { OpType = "Loop", Input = { "two", "yes", "x" }, Output = { "l" }, Attribute = { Graph("body", twice) } });
        loop.Output.Add(OnnxGraphs.Value("l", new([1], DType.Float32), [null]));
        var plus = Body("plus", new NodeProto { OpType = "Add", Input = { "x", "one" }, Output = { "p" } });
        plus.Output.Add(OnnxGraphs.Value("p", new([1], DType.Float32), [null]));

        var graph = Body("g", new NodeProto
        {
            OpType = "If",
            Name = "if",
            Input = { "choice" },
            Output = { "y" },
            Attribute = { Graph("then_branch", loop), Graph("else_branch", plus) }
        });
        graph.Input.Add(OnnxGraphs.Value("x", new([1], DType.Float32), [null]));
        graph.Output.Add(OnnxGraphs.Value("y", new([1], DType.Float32), [null]));
        graph.Initializer.Add([OnnxTensors.Write("choice", Tensor.Scalar(choice)), OnnxTensors.Write("two", Tensor.Scalar(2L)),
            OnnxTensors.Write("yes", Tensor.Scalar(true)), OnnxTensors.Write("one", Tensor.From(new[] { choice ? 0f : 4f }))]);
        var model = new ModelProto { IrVersion = 8, Graph = graph, OpsetImport = { new OperatorSetIdProto { Version = 17 } } };
        var read = OnnxModel.Read(new MemoryStream(Google.Protobuf.MessageExtensions.ToByteArray(model)), null, "m");
        Assert.That(read.Predict(Tensor.From(new[] { 3f })).ToFloats(), Is.EqualTo(new[] { (float)expected }));
    }

    [Test]
    public void EveryOperator_HasACase()
    {
        var met = OnnxNodeTests.Models(every: 1).Concat(OnnxOperatorSamples.All().Select(s => s.Model))
            .Concat(OnnxQuantizedNets.All().Select(n => n.Model())).SelectMany(m =>
            ModelProto.Parser.ParseFrom(m).Graph.Node.Select(n => n.OpType)).ToHashSet();
        if (met.Count < 100) Assert.Ignore("DEEPSHARP_DATA does not name a folder with onnx-node.");
        // Loops and choices are checked above, and by exported models.
        string[] elsewhere = ["If", "Loop", "Scan"];
        Assert.That(OnnxOperatorTable.Names("").Concat(OnnxOperatorTable.Names("ai.onnx.preview.training")).Except(met).Except(elsewhere), Is.Empty);
    }

    private static GraphProto Body(string name, params NodeProto[] nodes) => new() { Name = name, Node = { nodes } };

    private static AttributeProto Graph(string name, GraphProto graph) => new() { Name = name, Type = AttributeProto.Types.AttributeType.Graph, G = graph };
}
