using DeepSharp.OnnxFormat;
using Google.Protobuf;

namespace DeepSharp.Onnx;

/// <summary>Makes an ONNX model of a model: its inference step is traced, and each op written in its ONNX form.</summary>
internal static class OnnxExport
{
    /// <summary>The opset written, and the version of the format that goes with it.</summary>
    public const int Opset = 17, IrVersion = 8;

    /// <summary>Writes a model.</summary>
    /// <param name="model">The model.</param>
    /// <param name="inputs">Name, shape (open lengths allowed) and type of its inputs.</param>
    /// <param name="outputs">Names of its outputs.</param>
    /// <param name="step">Its inference step.</param>
    public static ModelProto Write(Model model, IReadOnlyList<(string Name, TensorSpec Spec)> inputs,
        Func<int, IReadOnlyList<string>> outputs, Func<Tensor[], Tensor[]> step)
    {
        var sizes = new ExportSizes([.. inputs.Select(i => i.Spec.Shape)]);
        var graphs = Enumerable.Range(0, sizes.Count).Select(choice =>
            ExportTrace.Record([.. inputs.Select(i => new TensorSpec(sizes.Chosen(i.Spec.Shape, choice), i.Spec.DType))], step)).ToArray();
        RequireNoChange(model, graphs[0]);
        var traced = new ExportGraph(graphs);

        var graph = new GraphProto { Name = model.Name };
        var w = new OnnxWriter(sizes, graph);
        foreach (var weight in model.Weights) w.VariableNames.TryAdd(weight, model is OnnxModel ? weight.Name : weight.Path);
        foreach (var (i, (name, spec)) in inputs.Index())
        {
            w.Reserve(name);
            w.Set(traced.Inputs[i], name);
            graph.Input.Add(OnnxGraphs.Value(name, spec, Open(name, spec.Shape)));
        }
        var names = outputs(traced.Outputs.Length);
        string[] wanted = [.. names.Select(n => w.Reserve(n))];
        w.Write(traced);
        foreach (var (i, y) in traced.Outputs.Index())
        {
            w.Rename(w.Plain(y), wanted[i]);
            var shapes = y.Specs.Select(s => s.Shape).ToArray();
            string?[] open = [.. Enumerable.Range(0, y.Rank).Select(a => Array.TrueForAll(shapes, s => s[a] == shapes[0][a]) ? null
                : sizes.Rule([.. shapes.Select(s => (long)s[a])]) is { Of: [var k], Times: 1, By: 1, Plus: 0 }
                    ? Name(sizes.Open[k].Axis, inputs[sizes.Open[k].Input].Name) : $"{wanted[i]}_{a}")];
            graph.Output.Add(OnnxGraphs.Value(wanted[i], y.Specs[0], open));
        }
        OnnxGraphs.RemoveDead(graph);
        var proto = new ModelProto
        {
            IrVersion = IrVersion,
            ProducerName = "DeepSharp",
            ProducerVersion = typeof(Model).Assembly.GetName().Version?.ToString(3) ?? "",
            Graph = graph
        };
        proto.OpsetImport.Add(new OperatorSetIdProto { Version = Opset });
        return proto;
    }

    /// <summary>Writes the bytes of a model.</summary>
    public static void Write(Stream stream, ModelProto proto)
    {
        long bytes = proto.Graph.Initializer.Sum(t => (long)t.RawData.Length);
        if (bytes > int.MaxValue - (64 << 20))
            throw new ModelFileException(
                $"The model's weights take {bytes} bytes; an ONNX file holds at most 2 GiB. Save it as .keras, or export it in parts.");
        proto.WriteTo(stream);
    }

    private static string?[] Open(string input, Shape shape) => [.. shape.Select((d, axis) => d == Dim.Any ? Name(axis, input) : null)];

    /// <summary>The name of an open length: the batch is that of all inputs.</summary>
    private static string Name(int axis, string input) => axis == 0 ? "batch" : $"{input}_length_{axis}";

    private static void RequireNoChange(Model model, Graph graph)
    {
        if (graph.Writes.Count > 0)
            throw new DeepSharpException(
                $"Model '{model.Name}' cannot be exported to ONNX: '{graph.Writes.Keys.First().Name}' changes when it predicts, and a graph has no memory. "
                + "Export it without stateful layers.");
    }
}
