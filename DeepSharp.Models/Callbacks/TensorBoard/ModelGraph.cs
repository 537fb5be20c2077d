using DeepSharp.TensorBoardFormat;
using Google.Protobuf;

namespace DeepSharp;

/// <summary>A model as a graph for TensorBoard: a node for each layer call, the layers of inner models in the scope of their name.</summary>
internal sealed class ModelGraph
{
    private readonly GraphDef _graph = new() { Versions = new() { Producer = 22 } };
    private readonly HashSet<string> _names = [];

    public static GraphDef Of(Model model)
    {
        var graph = new ModelGraph();
        graph.AddModel(model, "", [.. model.Inputs.Select(i => graph.AddNode(i.Layer.Name, "Placeholder", [], [i.Shape], null))]);
        return graph._graph;
    }

    /// <summary>Adds the layers of a model; gives the names of its outputs.</summary>
    private string[] AddModel(Model model, string scope, string[] inputs)
    {
        if (model.Inputs.Count == 0)
        {
            // Without symbols nothing is known of the way through a model of one's own; a Sequential is a chain.
            foreach (var layer in model.Layers)
            {
                string[] ends = AddLayer(layer, scope, inputs, []);
                if (model is Sequential) inputs = ends;
            }
            return inputs;
        }
        var names = model.Inputs.Zip(inputs).ToDictionary(p => p.First, p => p.Second);
        foreach (var call in new GraphOrder(model.Inputs, model.Outputs).Calls)
        {
            var ends = AddLayer(call.Layer, scope, Array.ConvertAll(call.Inputs, i => names[i]), [.. call.Outputs.Select(o => o.Shape)]);
            foreach (var (i, output) in call.Outputs.Index()) names[output] = i < ends.Length ? ends[i] : ends[0];
        }
        return [.. model.Outputs.Select(o => names[o])];
    }

    private string[] AddLayer(Layer layer, string scope, string[] inputs, IReadOnlyList<Shape> shapes)
    {
        if (layer is Model inner && (inner.Inputs.Count == inputs.Length || inner.Inputs.Count == 0)) return AddModel(inner, $"{scope}{inner.Name}/", inputs);
        string name = AddNode($"{scope}{layer.Name}", layer.TypeName, inputs, shapes, layer);
        return [name, .. Enumerable.Range(1, Math.Max(0, shapes.Count - 1)).Select(i => $"{name}:{i}")];
    }

    private string AddNode(string wanted, string op, string[] inputs, IReadOnlyList<Shape> shapes, Layer? layer)
    {
        string name = wanted;
        for (int n = 1; !_names.Add(name); n++) name = $"{wanted}_{n}";
        var node = new NodeDef { Name = name, Op = op };
        node.Input.AddRange(inputs);
        if (shapes.Count > 0)
        {
            var list = new AttrValue.Types.ListValue();
            foreach (var shape in shapes) list.Shape.Add(ToProto(shape));
            node.Attr["_output_shapes"] = new() { List = list };
        }
        if (layer is not null)
        {
            node.Attr["parameters"] = new() { I = layer.Weights.Sum(w => w.Shape.Count) };
            node.Attr["layer"] = new() { S = ByteString.CopyFromUtf8(layer.ToString()!) };
        }
        _graph.Node.Add(node);
        return name;
    }

    private static TensorShapeProto ToProto(Shape shape)
    {
        var proto = new TensorShapeProto();
        foreach (int length in shape.Dims) proto.Dim.Add(new TensorShapeProto.Types.Dim { Size = length == Dim.Any ? -1 : length });
        return proto;
    }
}
