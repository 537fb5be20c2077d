using DeepSharp.OnnxFormat;
using Google.Protobuf;
using Kind = DeepSharp.OnnxFormat.AttributeProto.Types.AttributeType;

namespace DeepSharp.Onnx;

internal sealed partial class OnnxWriter
{
    private OnnxNames Names => Root._names;

    private readonly OnnxNames _names = new();

    private OnnxWriter Root => _outer?.Root ?? this;

    /// <summary>Writes a node with one output.</summary>
    /// <param name="op">The operator.</param>
    /// <param name="inputs">Names of the inputs; empty where one is left out.</param>
    /// <param name="attributes">Names and values: whole numbers, floats, texts, rows of numbers, graphs.</param>
    /// <returns>The output's name.</returns>
    public string Node(string op, string[] inputs, params ReadOnlySpan<(string Name, object Value)> attributes) => Nodes(op, 1, inputs, attributes)[0];

    /// <summary>Writes a node with several outputs.</summary>
    public string[] Nodes(string op, int outputs, string[] inputs, params ReadOnlySpan<(string Name, object Value)> attributes)
    {
        string name = Names.Unique(_layer.Length > 0 ? $"{_layer}/{op}" : op);
        var node = new NodeProto { OpType = op, Name = name };
        node.Input.AddRange(inputs);
        node.Output.AddRange(Enumerable.Range(0, outputs).Select(i => Names.Unique(outputs == 1 ? $"{name}_output" : $"{name}_output_{i}")));
        foreach (var (key, value) in attributes) node.Attribute.Add(Attribute(key, value));
        _graph.Node.Add(node);
        return [.. node.Output];
    }

    /// <summary>Keeps a name for an input or output of the model.</summary>
    /// <returns>The name, or a similar one where it is given away.</returns>
    public string Reserve(string name) => Names.Unique(name);

    /// <summary>Gives a value the name of the output that it is.</summary>
    public void Rename(string value, string output)
    {
        value = _renamed.GetValueOrDefault(value, value);
        // One value may be several outputs, or an input or a weight as it is.
        if (_graph.Node.Any(n => n.Output.Contains(value)) && !_graph.Output.Any(o => o.Name == value))
        {
            OnnxGraphs.Rename(_graph, value, output);
            _renamed[value] = output;
        }
        else _graph.Node.Add(new NodeProto { OpType = "Identity", Name = Names.Unique("Identity"), Input = { value }, Output = { output } });
    }

    private readonly Dictionary<string, string> _renamed = [];

    /// <summary>Writes a transposition.</summary>
    public string Transpose(string x, int[] order) => order.SequenceEqual(Enumerable.Range(0, order.Length)) ? x : Node("Transpose", [x], ("perm", order));

    /// <summary>Writes a reshape to lengths, of which 0 stands for that of the input and one may be -1.</summary>
    public string Reshape(string x, long[] lengths) => Node("Reshape", [x, Row(lengths)]);

    /// <summary>A graph inside a node.</summary>
    /// <param name="write">Writes it and gives the names of its outputs.</param>
    /// <param name="inputs">The names and specs of its inputs.</param>
    public GraphProto Inner(IReadOnlyList<(ExportValue Value, TensorSpec Spec)> inputs, Func<OnnxWriter, IReadOnlyList<(string Name, TensorSpec Spec)>> write)
    {
        var graph = new GraphProto { Name = Names.Unique("body") };
        var inner = new OnnxWriter(this, graph) { _layer = _layer };
        foreach (var (value, spec) in inputs)
        {
            string name = Names.Unique($"{graph.Name}_input");
            inner.Set(value, name);
            graph.Input.Add(OnnxGraphs.Value(name, spec, null));
        }
        foreach (var (name, spec) in write(inner))
        {
            // A result must be made inside the graph, and each has a name of its own.
            string output = inner.Node("Identity", [name]);
            graph.Output.Add(OnnxGraphs.Value(output, spec, null));
        }
        return graph;
    }

    private static AttributeProto Attribute(string name, object value)
    {
        var a = new AttributeProto { Name = name };
        switch (value)
        {
            case bool flag: (a.Type, a.I) = (Kind.Int, flag ? 1 : 0); break;
            case int whole: (a.Type, a.I) = (Kind.Int, whole); break;
            case double number: (a.Type, a.F) = (Kind.Float, (float)number); break;
            case string text: (a.Type, a.S) = (Kind.String, ByteString.CopyFromUtf8(text)); break;
            case GraphProto graph: (a.Type, a.G) = (Kind.Graph, graph); break;
            case int[] row: a.Type = Kind.Ints; a.Ints.AddRange(row.Select(i => (long)i)); break;
            default: throw new InvalidOperationException($"Attribute '{name}' holds a {value.GetType().Name}.");
        }
        return a;
    }
}
