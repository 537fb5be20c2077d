using DeepSharp.OnnxFormat;

namespace DeepSharp.Onnx;

/// <summary>A graph whose names have been checked: every input of a node is defined before it, and every name once.</summary>
internal sealed class OnnxGraph
{
    private const int MaxDepth = 8;

    private readonly Dictionary<string, NarrowType> _narrow = [];

    /// <summary>Takes a graph from a file.</summary>
    /// <exception cref="InvalidDataException">Names are missing, doubled, or depend on each other in a circle.</exception>
    public OnnxGraph(GraphProto proto, OnnxScope scope)
    {
        if (scope.Depth > MaxDepth) throw new InvalidDataException($"{scope.Where} is nested {scope.Depth} graphs deep; at most {MaxDepth} are read.");
        if (proto.SparseInitializer.Count > 0) throw new InvalidDataException($"{scope.Where} has sparse initializers, which are not read. Save them dense.");
        Name = proto.Name;
        var known = new HashSet<string>(scope.Around);
        var own = new HashSet<string>();
        void Define(string name, string what)
        {
            if (!own.Add(name)) throw new InvalidDataException($"{scope.Where} defines '{name}' twice; the second time as {what}.");
            known.Add(name);
        }

        foreach (var tensor in proto.Initializer)
        {
            if (tensor.Name.Length == 0) throw new InvalidDataException($"{scope.Where} has an initializer without a name.");
            Define(tensor.Name, "an initializer");
            Initializers.Add(tensor.Name, OnnxTensors.Read(tensor, scope.External));
            if (NarrowType.Find(tensor.DataType) is { } narrow) _narrow.Add(tensor.Name, narrow);
        }
        foreach (var input in proto.Input)
        {
            // Up to IR version 3 initializers are listed as inputs too.
            if (Initializers.ContainsKey(input.Name)) continue;
            Define(input.Name, "an input");
            Inputs.Add(OnnxInput.Read(input, scope.Depth == 0));
        }
        foreach (var node in Sorted(proto, [.. known], scope))
        {
            Nodes.Add(new OnnxNode(node, Nodes.Count, scope with { Around = known }));
            foreach (string output in node.Output)
                if (output.Length > 0) Define(output, $"an output of {Nodes[^1].Title}");
        }
        foreach (var output in proto.Output)
        {
            if (!known.Contains(output.Name)) throw new InvalidDataException($"{scope.Where} has the output '{output.Name}', which nothing defines.");
            Outputs.Add(output.Name);
        }
        if (Outputs.Count == 0) throw new InvalidDataException($"{scope.Where} has no outputs.");
    }

    /// <summary>The graph's name.</summary>
    public string Name { get; }

    /// <summary>What must be given.</summary>
    public List<OnnxInput> Inputs { get; } = [];

    /// <summary>What is known from the file.</summary>
    public Dictionary<string, Tensor> Initializers { get; } = [];

    /// <summary>The type of an initializer in the file, where no tensor here has it.</summary>
    public NarrowType? NarrowOf(string initializer) => _narrow.GetValueOrDefault(initializer);

    /// <summary>The nodes, each after those it depends on.</summary>
    public List<OnnxNode> Nodes { get; } = [];

    /// <summary>The names of the results.</summary>
    public List<string> Outputs { get; } = [];

    /// <summary>The nodes in the order of the file, or where that is not an order in which they can run, in one.</summary>
    private static IEnumerable<NodeProto> Sorted(GraphProto proto, HashSet<string> before, OnnxScope scope)
    {
        var makers = new Dictionary<string, int>();
        foreach (var (i, node) in proto.Node.Index())
            foreach (string output in node.Output)
                if (output.Length > 0) makers.TryAdd(output, i);
        var waits = new int[proto.Node.Count];
        var next = new List<int>?[proto.Node.Count];
        foreach (var (i, node) in proto.Node.Index())
            foreach (string input in Needs(node, 0).Distinct())
            {
                if (input.Length == 0 || before.Contains(input)) continue;
                if (!makers.TryGetValue(input, out int maker))
                {
                    if (!node.Input.Contains(input)) continue;
                    throw new InvalidDataException($"{scope.Where} has the node '{node.Name}' ({node.OpType}), whose input '{input}' nothing defines.");
                }
                (next[maker] ??= []).Add(i);
                waits[i]++;
            }
        var ready = new PriorityQueue<int, int>(Enumerable.Range(0, waits.Length).Where(i => waits[i] == 0).Select(i => (i, i)));
        var order = new List<int>(waits.Length);
        while (ready.TryDequeue(out int i, out _))
        {
            order.Add(i);
            foreach (int j in next[i] ?? [])
                if (--waits[j] == 0) ready.Enqueue(j, j);
        }
        if (order.Count < waits.Length)
        {
            var node = proto.Node[Array.FindIndex(waits, w => w > 0)];
            throw new InvalidDataException($"{scope.Where} has nodes that depend on each other in a circle, among them '{node.Name}' ({node.OpType}).");
        }
        return order.Select(i => proto.Node[i]);
    }

    /// <summary>The names a node takes, those that graphs inside it take from outside among them.</summary>
    private static IEnumerable<string> Needs(NodeProto node, int depth) => depth > MaxDepth ? node.Input
        : node.Input.Concat(node.Attribute.Where(a => a.G is not null)
            .SelectMany(a => a.G.Node.SelectMany(n => Needs(n, depth + 1)).Concat(a.G.Output.Select(o => o.Name))));
}
