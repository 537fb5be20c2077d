using DeepSharp.OnnxFormat;

namespace DeepSharp.Onnx;

/// <summary>Writes the nodes of a graph. Each value has a name for its tensor as it is here, one for it with the channels in front, or both.</summary>
/// <remarks>Convolutions and pools of ONNX want [batch, channels, spatial..]. A value is turned only where an op needs the other order, and once.</remarks>
internal sealed partial class OnnxWriter
{
    private readonly OnnxWriter? _outer;
    private readonly ExportSizes _sizes;
    private readonly GraphProto _graph = new();
    private readonly Dictionary<ExportValue, string> _plain = [], _first = [];

    /// <summary>A writer of a model's graph.</summary>
    public OnnxWriter(ExportSizes sizes, GraphProto graph) => (_sizes, _graph) = (sizes, graph);

    /// <summary>A writer of a graph inside a node.</summary>
    private OnnxWriter(OnnxWriter outer, GraphProto graph) => (_outer, _sizes, _graph) = (outer, outer._sizes, graph);

    /// <summary>The layer whose ops are being written; new names begin with it.</summary>
    private string _layer = "";

    /// <summary>Writes the ops of a graph.</summary>
    public void Write(ExportGraph graph)
    {
        foreach (var node in graph.Nodes)
        {
            if (_absorbed.Contains(node) || Array.TrueForAll(node.Outputs, y => y.IsStatic)) continue;
            _layer = node.Layer;
            var form = OnnxFormTable.Find(node.Ops[0]) is { } found && found.Fits(node.Ops[0], Array.ConvertAll(node.Inputs, v =>
                v.Specs[0])) ? found : throw new DeepSharpException(
                $"The model cannot be exported to ONNX: {node.Title} has no ONNX form and is not "
                    + $"composed of ops that have one. Leave the layer out, or put what it does before the model.");
            form.Write(node, this);
        }
    }

    private readonly HashSet<ExportNode> _absorbed = [];

    /// <summary>Marks a node as written together with another one.</summary>
    public void Absorb(ExportNode node) => _absorbed.Add(node);

    /// <summary>Whether only the tensor with the channels in front is there, so that going on with it saves turning it.</summary>
    public bool IsFirst(ExportValue v) => v.Rank >= 3 && _first.ContainsKey(v) && !_plain.ContainsKey(v);

    /// <summary>The name of a tensor as it is here.</summary>
    public string Plain(ExportValue v)
    {
        if (Known(v, w => w._plain) is { } name) return name;
        if (Known(v, w => w._first) is { } first)
            return _plain[v] = IsPoint(v) ? Reshape(first, [.. v.Shape.Select((d, i) => i == 0 ? 0L : d)])
                : Transpose(first, [0, .. Enumerable.Range(2, v.Rank - 2), 1]);
        return _plain[v] = v.IsStatic ? Stored(v, v.Static, "")
            : v.Uniform is { } number ? Expanded(v, number)
            : v.Constants is not null ? Counted(v)
            : throw new InvalidOperationException($"A value {v.Specs[0]} is used before it is written.");
    }

    /// <summary>The name of a tensor whose shape an operator insists on, also where all its elements are one number.</summary>
    public string Full(ExportValue v) => v.Uniform is not null && v.IsStatic ? Stored(v, v.Static, "_full") : Plain(v);

    /// <summary>The name of a tensor with the channels in front.</summary>
    public string First(ExportValue v)
    {
        if (v.Rank < 3) return Plain(v);
        if (Known(v, w => w._first) is { } name) return name;
        if (v.IsStatic) return _first[v] = Stored(v, v.Static.Transpose(Front(v.Rank)), "_first");
        return _first[v] = IsPoint(v) ? Reshape(Plain(v), [0, v.Shape[^1], .. Enumerable.Repeat(1L, v.Rank - 2)]) : Transpose(Plain(v), Front(v.Rank));
    }

    /// <summary>The name of something static of fewer axes, made to stretch over tensors of a rank that have the channels in front.</summary>
    public string FirstOf(ExportValue v, int rank)
    {
        var widened = v.Static.Reshape([.. Enumerable.Repeat(1, rank - v.Rank), .. v.Shape.Dims]);
        return Stored(v, widened.Transpose(Front(rank)), "_first");
    }

    /// <summary>Something static with its axes in another order, or another tensor turned by a node.</summary>
    public string Permuted(ExportValue v, int[] order) => v.IsStatic ? Stored(v, v.Static.Transpose(order), "_turned") : Transpose(Plain(v), order);

    /// <summary>Says that a value's tensor as it is here has a name.</summary>
    public void Set(ExportValue v, string name) => _plain[v] = name;

    /// <summary>Says that a value's tensor with the channels in front has a name.</summary>
    public void SetFirst(ExportValue v, string name)
    {
        if (v.Rank < 3) _plain[v] = name;
        else _first[v] = name;
    }

    /// <summary>The order of axes that puts channels in front.</summary>
    public static int[] Front(int rank) => [0, rank - 1, .. Enumerable.Range(1, rank - 2)];

    /// <summary>Where an axis stands when the channels are in front.</summary>
    public static int FrontAxis(int axis, int rank) => axis == 0 ? 0 : axis == rank - 1 ? 1 : axis + 1;

    /// <summary>Numbers for each axis in the order with the channels in front.</summary>
    public static T[] InFront<T>(IReadOnlyList<T> perAxis) => [.. Front(perAxis.Count).Select(a => perAxis[a])];

    /// <summary>Whether there is one place for the channels, so that turning the tensor moves nothing.</summary>
    private static bool IsPoint(ExportValue v) =>
        v.Shape.Dims[1..^1].IndexOfAnyExcept(1) < 0 && Array.TrueForAll(v.Specs, s => s.Shape.Dims[1..].SequenceEqual(v.Shape.Dims[1..]));

    private string? Known(ExportValue v, Func<OnnxWriter, Dictionary<ExportValue, string>> names)
    {
        for (var w = this; w is not null; w = w._outer)
            if (names(w).TryGetValue(v, out string? name)) return name;
        return null;
    }
}
