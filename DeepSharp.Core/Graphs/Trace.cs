namespace DeepSharp;

/// <summary>Records the ops of one run of a function as a graph instead of running them.</summary>
internal class Trace(Device device)
{
    [ThreadStatic] private static Trace? s_current;

    private readonly List<Node> _nodes = [];
    private readonly Dictionary<Variable, Tensor> _placeholders = [], _values = [];

    /// <summary>The trace that records this thread's ops, if any.</summary>
    public static Trace? Current => s_current;

    public Device Device => device;

    /// <summary>Records <paramref name="function"/> for inputs of the given shapes.</summary>
    public static Graph Record(Device device, TensorSpec[] inputs, Func<Tensor[], Tensor[]> function)
    {
        if (s_current is not null) throw new DeepSharpException("A trace cannot be started inside another one: call the inner function directly.");
        return Record(new Trace(device), inputs, function);
    }

    /// <summary>Records <paramref name="function"/> with a trace that chooses for itself which ops it takes.</summary>
    protected static Graph Record(Trace trace, TensorSpec[] inputs, Func<Tensor[], Tensor[]> function)
    {
        var symbols = Array.ConvertAll(inputs, trace.Symbol);
        var outputs = During(trace, () => function(symbols));
        var writes = trace._values.Where(p => !ReferenceEquals(p.Value, trace._placeholders.GetValueOrDefault(p.Key)));
        return new(trace.Device, trace._nodes, symbols, outputs, trace._placeholders, writes.ToDictionary());
    }

    /// <summary>Runs an action eagerly although a trace is being recorded, for example to make a layer's first weights.</summary>
    public static T Suspended<T>(Func<T> run) => During(null, run);

    /// <summary>Runs an action whose ops <paramref name="trace"/> records.</summary>
    protected static T During<T>(Trace? trace, Func<T> run)
    {
        var outer = s_current;
        s_current = trace;
        try { return run(); }
        finally { s_current = outer; }
    }

    /// <summary>The ops recorded so far.</summary>
    protected List<Node> Nodes => _nodes;

    /// <summary>The error for a tensor whose trace is over.</summary>
    public static NoValueException Ended(Tensor t, string who) =>
        new($"[{who}] a traced tensor ({t.Spec}) was used after its trace ended. Return it from the step instead of keeping it.");

    public Tensor[] Record(Op op, Tensor[] inputs, TensorSpec[] outputs)
    {
        var node = new Node(op, [.. inputs], Array.ConvertAll(outputs, Symbol), OpScope.Current);
        _nodes.Add(node);
        return node.Outputs;
    }

    /// <summary>Whether the trace takes ops as they are called, and itself says which are taken apart; otherwise that follows from the device's
    /// kernels.</summary>
    public virtual bool TakesWhole => false;

    /// <summary>Where ops are taken as they are called: whether this one is, and not its composition.</summary>
    public virtual bool Takes(Op op, TensorSpec[] inputs) => true;

    /// <summary>The symbol that stands for a variable's value at this point of the step.</summary>
    public virtual Tensor Read(Variable variable)
    {
        if (_values.TryGetValue(variable, out var value)) return value;
        return _values[variable] = _placeholders[variable] = Symbol(new(variable.Shape, variable.DType));
    }

    public virtual void Write(Variable variable, Tensor value)
    {
        Read(variable);
        _values[variable] = value;
    }

    protected Tensor Symbol(TensorSpec spec) => new(spec, device) { Trace = this };
}
