namespace DeepSharp.Onnx;

/// <summary>One run of a graph: its nodes in order, each value held until nobody needs it.</summary>
/// <param name="outer">The run of the graph around this one.</param>
/// <param name="budget">What constants may still take.</param>
internal sealed class OnnxRun(OnnxRun? outer = null, OnnxBudget? budget = null)
{
    [ThreadStatic] private static OnnxRun? t_current;

    private readonly Dictionary<string, OnnxValue> _values = [];
    private readonly OnnxRun? _outer = outer;
    private readonly OnnxBudget _budget = budget ?? outer?._budget ?? new();

    /// <summary>The run whose node is at work on this thread; operators that hold graphs run them inside it.</summary>
    public static OnnxRun Current => t_current ?? throw new InvalidOperationException("No graph is running.");

    /// <summary>Gives a name a value.</summary>
    public void Set(string name, OnnxValue value) => _values[name] = value;

    /// <summary>Runs a graph inside the node that is at work.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="inputs">A value for each of its inputs.</param>
    public OnnxValue[] Inner(OnnxGraph graph, IReadOnlyList<OnnxValue> inputs)
    {
        var run = new OnnxRun(this);
        if (inputs.Count != graph.Inputs.Count)
            throw new InvalidValueException($"[{graph.Name}] takes {graph.Inputs.Count} inputs but is given {inputs.Count}.");
        foreach (var (i, input) in graph.Inputs.Index()) run.Set(input.Name, inputs[i]);
        foreach (var (name, value) in graph.Initializers) run.Set(name, new OnnxValue(value, isConstant: true).As(graph.NarrowOf(name)));
        return run.Run(graph);
    }

    /// <summary>Runs the nodes.</summary>
    /// <returns>The graph's outputs.</returns>
    public OnnxValue[] Run(OnnxGraph graph)
    {
        var last = new Dictionary<string, int>();
        foreach (var (i, node) in graph.Nodes.Index())
            foreach (string input in node.Inputs) last[input] = i;
        foreach (string output in graph.Outputs) last[output] = int.MaxValue;
        // Graphs inside nodes may need any value of those around them.
        bool keepsAll = graph.Nodes.Exists(n => n.Graphs.Any());
        foreach (var (i, node) in graph.Nodes.Index())
        {
            Run(node);
            if (keepsAll) continue;
            foreach (string input in node.Inputs)
                if (last[input] == i) _values.Remove(input);
        }
        return [.. graph.Outputs.Select(Get)];
    }

    /// <summary>Bytes of the largest value of a node so far.</summary>
    public double Largest { get; private set; }

    private OnnxValue Get(string name)
    {
        for (var run = this; run is not null; run = run._outer)
            if (run._values.TryGetValue(name, out var value)) return value;
        throw new InvalidValueException($"the value '{name}' is not there when it is needed; the node that makes it gave too few outputs.");
    }


    private void Run(OnnxNode node)
    {
        _budget.Count(node);
        var inputs = Array.ConvertAll(node.Inputs, name => name.Length == 0 ? null : Get(name));
        var around = t_current;
        t_current = this;
        try
        {
            bool isConstant = !node.Graphs.Any() && Array.TrueForAll(inputs, v => v is null or { IsConstant: true });
            var outputs = isConstant ? Fold(node, inputs) : Outputs(node, inputs);
            foreach (var y in outputs) Note(y);
            for (int i = 0; i < node.Outputs.Length; i++)
                if (node.Outputs[i].Length > 0)
                    _values[node.Outputs[i]] = i < outputs.Length ? outputs[i]
                        : throw node.Invalid($"it gives {outputs.Length} outputs, but its output {i} is asked for");
        }
        catch (Exception e) when (OnnxErrors.Located(e, node) is { } located) { throw located; }
        finally { t_current = around; }
    }

    /// <summary>Runs an operator; what it gives is of the type of what it takes where that is one that no tensor here has.</summary>
    private static OnnxValue[] Outputs(OnnxNode node, OnnxValue?[] inputs)
    {
        var outputs = node.Operator.Run(node, new(node, inputs));
        return node.Operator.TellsTypes || !Array.Exists(inputs, v => v?.Narrow is not null) ? outputs : Array.ConvertAll(outputs, y =>
            y.Narrow is null && Array.Find(inputs, v => v?.DType == y.DType)?.Narrow is { } narrow ? narrow.Of(y, node.Operator.MayOverflow) : y);
    }

    private void Note(OnnxValue value)
    {
        double bytes = value.DType.Size;
        foreach (int d in value.Shape.Dims) bytes *= d;
        for (var run = this; run is not null; run = run._outer) run.Largest = Math.Max(run.Largest, bytes);
    }

    /// <summary>Runs a node whose inputs are known: once for the sizes, then for the values.</summary>
    private OnnxValue[] Fold(OnnxNode node, OnnxValue?[] inputs) => GradientTape.Unrecorded(() => Trace.Suspended(() =>
    {
        var symbols = Array.ConvertAll(inputs, v => v is null ? null
            : new OnnxValue(new Tensor(v.Known!.Spec, Device.Null), isConstant: true, v.Known).As(v.Narrow));
        foreach (var y in Outputs(node, symbols)) _budget.Take(node, new(y.Shape, y.DType));
        var values = Array.ConvertAll(inputs, v => v is null ? null : new OnnxValue(v.Known!, isConstant: true).As(v.Narrow));
        return Array.ConvertAll(Outputs(node, values), y => new OnnxValue(y.Plain, isConstant: true).As(y.Narrow));
    }));
}
