using DeepSharp.OnnxFormat;

namespace DeepSharp.Onnx;

/// <summary>Parts of graphs that writers share.</summary>
internal static class OnnxGraphs
{
    /// <summary>The name, type and shape of a graph's input or output.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="spec">Its type and shape.</param>
    /// <param name="open">For each axis the name of its length where that is open, or null; all lengths are left out if null.</param>
    public static ValueInfoProto Value(string name, TensorSpec spec, IReadOnlyList<string?>? open)
    {
        var type = new TypeProto.Types.Tensor { ElemType = OnnxTypes.Theirs(spec.DType) };
        if (open is not null)
        {
            type.Shape = new TensorShapeProto();
            foreach (var (axis, length) in spec.Shape.Index())
                type.Shape.Dim.Add(open[axis] is { } param ? new TensorShapeProto.Types.Dimension { DimParam = param } : new() { DimValue = length });
        }
        return new ValueInfoProto { Name = name, Type = new TypeProto { TensorType = type } };
    }

    /// <summary>Drops nodes and initializers that no output needs.</summary>
    public static void RemoveDead(GraphProto graph)
    {
        var live = graph.Output.Select(o => o.Name).ToHashSet();
        for (int i = graph.Node.Count - 1; i >= 0; i--)
            if (graph.Node[i].Output.Any(live.Contains)) live.UnionWith(Needs(graph.Node[i]));
            else graph.Node.RemoveAt(i);
        foreach (var unused in graph.Initializer.Where(t => !live.Contains(t.Name)).ToList()) graph.Initializer.Remove(unused);
    }

    /// <summary>Gives a value another name wherever it stands.</summary>
    public static void Rename(GraphProto graph, string from, string to)
    {
        foreach (var node in graph.Node)
        {
            for (int i = 0; i < node.Input.Count; i++)
                if (node.Input[i] == from) node.Input[i] = to;
            for (int i = 0; i < node.Output.Count; i++)
                if (node.Output[i] == from) node.Output[i] = to;
            foreach (var inner in node.Attribute.Where(a => a.G is not null)) Rename(inner.G, from, to);
        }
    }

    private static IEnumerable<string> Needs(NodeProto node) =>
        node.Input.Concat(node.Attribute.Where(a => a.G is not null).SelectMany(a => a.G.Node.SelectMany(Needs)));
}
