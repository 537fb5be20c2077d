namespace DeepSharp.Onnx;

/// <summary>A value of a traced graph, the same at every choice of the open lengths but for its shape.</summary>
/// <param name="tensors">The tensor that stands for it at each choice.</param>
internal sealed class ExportValue(Tensor[] tensors)
{
    private Tensor? _static;
    private bool? _isStatic;

    /// <summary>Shape and type at each choice.</summary>
    public TensorSpec[] Specs { get; } = Array.ConvertAll(tensors, t => t.Spec);

    /// <summary>Number of axes.</summary>
    public int Rank => Specs[0].Shape.Rank;

    /// <summary>Element type.</summary>
    public DType DType => Specs[0].DType;

    /// <summary>Shape at the first choice.</summary>
    public Shape Shape => Specs[0].Shape;

    /// <summary>Whether the shape is the same at every choice.</summary>
    public bool HasFixedShape => Array.TrueForAll(Specs, s => s == Specs[0]);

    /// <summary>The op that gives it; null for inputs, variables and constants.</summary>
    public ExportNode? Maker { get; set; }

    /// <summary>The variable it is read from, or null.</summary>
    public Variable? Variable { get; init; }

    /// <summary>The tensors of a constant at each choice, or null.</summary>
    public Tensor[]? Constants { get; init; }

    /// <summary>How many nodes and results take it.</summary>
    public List<ExportNode?> Users { get; } = [];

    /// <summary>The one number that all elements equal, where it is known.</summary>
    public double? Uniform => Constants?[0].Constant;

    /// <summary>Whether it follows from variables and constants alone, at every choice in the same way.</summary>
    public bool IsStatic => _isStatic ??= HasFixedShape && (Variable is not null
        || (Constants is { } constants ? Array.TrueForAll(constants, t => ReferenceEquals(t, constants[0]) || Same(t, constants[0]))
            : Maker is { IsAlike: true } maker && Array.TrueForAll(maker.Inputs, v => v.IsStatic)));

    /// <summary>The values of something static.</summary>
    public Tensor Static => _static ??= Variable is not null ? Variable.Cell
        : Constants?[0] ?? Maker!.Ops[0].ApplyAll(Array.ConvertAll(Maker.Inputs, v => v.Static))[Array.IndexOf(Maker.Outputs, this)];

    /// <summary>The variables it follows from.</summary>
    public IEnumerable<Variable> Variables => Variable is not null ? [Variable] : Maker?.Inputs.SelectMany(v => v.Variables).Distinct() ?? [];

    private static bool Same(Tensor a, Tensor b) => a.Constant is { } number ? b.Constant is { } other && number.Equals(other)
        : a.ToDoubles().AsSpan().SequenceEqual(b.ToDoubles());
}

/// <summary>An op of a traced graph at every choice of the open lengths.</summary>
/// <param name="ops">The op at each choice; only numbers that follow from lengths may differ.</param>
/// <param name="inputs">What it takes.</param>
/// <param name="outputs">What it gives.</param>
/// <param name="layer">The layer it was called by.</param>
internal sealed class ExportNode(Op[] ops, ExportValue[] inputs, ExportValue[] outputs, string layer)
{
    /// <summary>The op at each choice.</summary>
    public Op[] Ops => ops;

    /// <summary>What it takes.</summary>
    public ExportValue[] Inputs => inputs;

    /// <summary>What it gives.</summary>
    public ExportValue[] Outputs => outputs;

    /// <summary>The layer it was called by.</summary>
    public string Layer => layer;

    /// <summary>Whether it is the same op at every choice.</summary>
    public bool IsAlike { get; } = Array.TrueForAll(ops, o => o.Equals(ops[0]));

    /// <summary>How messages name it.</summary>
    public string Title => $"op '{ops[0].Name}' of layer '{layer}'";
}

/// <summary>The traces of a function at all choices of the open lengths as one graph.</summary>
internal sealed class ExportGraph
{
    private readonly Dictionary<Tensor, ExportValue> _values = new(ReferenceEqualityComparer.Instance);
    private readonly Graph[] _graphs;

    /// <summary>Puts traces together.</summary>
    /// <param name="graphs">The trace at each choice.</param>
    /// <param name="given">Values that inputs stand for; null for those that are inputs themselves.</param>
    /// <exception cref="DeepSharpException">The function does other things for other lengths.</exception>
    public ExportGraph(Graph[] graphs, ExportValue?[]? given = null)
    {
        _graphs = graphs;
        Inputs = [.. Enumerable.Range(0, graphs[0].Inputs.Length).Select(i => Enter(At(g => g.Inputs[i]), t => given?[i] ?? new(t)))];
        foreach (var variable in graphs[0].Reads.Keys)
            if (Array.TrueForAll(graphs, g => g.Reads.ContainsKey(variable))) Enter(At(g => g.Reads[variable]), t => new(t) { Variable = variable });
        if (!Array.TrueForAll(graphs, g => g.Nodes.Count == graphs[0].Nodes.Count)) throw Differs("the number of ops");
        for (int i = 0; i < graphs[0].Nodes.Count; i++) Nodes.Add(Join(At(g => g.Nodes[i])));
        Outputs = [.. Enumerable.Range(0, graphs[0].Outputs.Length).Select(i => Find(At(g => g.Outputs[i]), "the results"))];
        foreach (var output in Outputs) output.Users.Add(null);
    }

    /// <summary>What it takes.</summary>
    public ExportValue[] Inputs { get; }

    /// <summary>The ops in order.</summary>
    public List<ExportNode> Nodes { get; } = [];

    /// <summary>What it gives.</summary>
    public ExportValue[] Outputs { get; }

    private ExportNode Join(Node[] nodes)
    {
        string layer = nodes[0].Scope.Path;
        if (!Array.TrueForAll(nodes, n => n.Op.GetType() == nodes[0].Op.GetType() && n.Inputs.Length == nodes[0].Inputs.Length))
            throw Differs($"op '{nodes[0].Op.Name}' of layer '{layer}'");
        ExportValue[] inputs = [.. Enumerable.Range(0, nodes[0].Inputs.Length)
            .Select(i => Find(Array.ConvertAll(nodes, n => n.Inputs[i]), $"op '{nodes[0].Op.Name}' of layer '{layer}'"))];
        ExportValue[] outputs = [.. Enumerable.Range(0, nodes[0].Outputs.Length).Select(i => Enter(Array.ConvertAll(nodes, n => n.Outputs[i]), t => new(t)))];
        var node = new ExportNode(Array.ConvertAll(nodes, n => n.Op), inputs, outputs, layer);
        foreach (var y in outputs) y.Maker = node;
        foreach (var x in inputs) x.Users.Add(node);
        return node;
    }

    private Tensor[] At(Func<Graph, Tensor> tensor) => Array.ConvertAll(_graphs, g => tensor(g));

    private Node[] At(Func<Graph, Node> node) => Array.ConvertAll(_graphs, g => node(g));

    private ExportValue Enter(Tensor[] tensors, Func<Tensor[], ExportValue> make)
    {
        var value = make(tensors);
        foreach (var t in tensors) _values.TryAdd(t, value);
        return value;
    }

    /// <summary>The value that tensors of all choices stand for; tensors from outside the trace become constants.</summary>
    private ExportValue Find(Tensor[] tensors, string what)
    {
        var known = Array.ConvertAll(tensors, t => _values.GetValueOrDefault(t));
        if (known[0] is { } value && Array.TrueForAll(known, v => v == value)) return value;
        if (Array.Exists(tensors, t => t.Trace is not null) || Array.Exists(tensors, t => t.DType != tensors[0].DType || t.Rank != tensors[0].Rank))
            throw Differs(what);
        return Enter(tensors, t => new(t) { Constants = t });
    }

    private static DeepSharpException Differs(string what) => new(
        $"The model cannot be exported with open lengths: {what} depends on them in a way that one "
            + $"graph does not hold. Give the model's inputs fixed lengths, or leave them to the layers.");
}
