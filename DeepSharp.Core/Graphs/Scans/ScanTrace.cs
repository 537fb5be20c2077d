namespace DeepSharp;

/// <summary>Records one time step of a scan. What the step takes from the world outside (weights, tensors) becomes an input of the body.</summary>
internal sealed class ScanTrace : Trace
{
    /// <summary>An op whose work is more than this many operations per output element is costly: keeping its result beats doing it again.</summary>
    private const int CheapFlops = 4;

    private readonly List<Tensor> _inputs = [];
    private readonly List<ScanConstant> _constants = [];
    private readonly Dictionary<Tensor, Tensor> _symbols = [];
    private readonly Dictionary<Variable, Tensor> _variables = [];
    private readonly List<Func<Tensor>> _captured = [];
    private readonly List<Tensor> _known = [];
    private readonly Trace? _outer = Current;

    private ScanTrace(Device device) : base(device)
    {
    }

    /// <summary>Records a step.</summary>
    /// <param name="device">Where it will run.</param>
    /// <param name="inputs">What the step is given.</param>
    /// <param name="step">The step.</param>
    /// <returns>The body, and the tensors from outside to give it behind its other inputs.</returns>
    public static (ScanBody Body, Tensor[] Captured) RecordStep(Device device, TensorSpec[] inputs, Func<Tensor[], Tensor[]> step)
    {
        var trace = new ScanTrace(device);
        trace._inputs.AddRange(inputs.Select(trace.Symbol));
        Tensor[] arguments = [.. trace._inputs];
        var outputs = GradientTape.Unrecorded(() => During(trace, () => Array.ConvertAll(step(arguments), t => trace.Symbolize(t, "scan"))));
        return (trace.ToBody(outputs), [.. trace._captured.Select(read => read())]);
    }

    /// <summary>The op that gave a tensor of this step, or null for what came in.</summary>
    public Node? MakerOf(Tensor t) => Nodes.FindLast(n => Array.IndexOf(n.Outputs, t) >= 0);

    /// <inheritdoc/>
    public override Tensor Read(Variable variable)
    {
        if (_variables.TryGetValue(variable, out var symbol)) return symbol;
        return _variables[variable] = Capture(new(variable.Shape, variable.DType), variable.Current);
    }

    /// <inheritdoc/>
    public override void Write(Variable variable, Tensor value) => throw new InvalidValueException(
        $"[scan] the step assigns variable '{variable.Name}', but a step cannot change variables: carry the value as a state, "
        + "draw random numbers before the scan, and assign after it.");

    /// <summary>What stands for a tensor inside the step.</summary>
    /// <exception cref="NoValueException">The tensor belongs to a trace that is over.</exception>
    public Tensor Symbolize(Tensor t, string who)
    {
        if (t.Trace == this) return t;
        if (_symbols.TryGetValue(t, out var symbol)) return symbol;
        if (t.Trace is not null && !IsAround(t.Trace)) throw Ended(t, who);
        if (t.Constant is { } number && !GradientTape.IsFollowed(t))
        {
            _constants.Add(new(t.Spec, BitConverter.DoubleToInt64Bits(number)));
            _known.Add(t);
            return _symbols[t] = new(t.Spec, t.Device, t.Storage, t.Offset, t.Strides) { Trace = this, Constant = number };
        }
        return _symbols[t] = Capture(t.Spec, () => t);
    }

    private bool IsAround(Trace trace) => _outer == trace || _outer is ScanTrace outer && outer.IsAround(trace);

    private Tensor Capture(TensorSpec spec, Func<Tensor> read)
    {
        var symbol = Symbol(spec);
        _inputs.Add(symbol);
        _captured.Add(read);
        return symbol;
    }

    /// <summary>The recorded ops that the outputs need, over numbers instead of tensors.</summary>
    private ScanBody ToBody(Tensor[] outputs)
    {
        var live = new HashSet<Tensor>(outputs);
        var nodes = new List<Node>();
        foreach (var node in Enumerable.Reverse(Nodes))
        {
            if (!Array.Exists(node.Outputs, live.Contains)) continue;
            live.UnionWith(node.Inputs);
            nodes.Insert(0, node);
        }
        var numbers = new Dictionary<Tensor, int>();
        foreach (var t in _inputs.Concat(_known.Select(t => _symbols[t])).Concat(nodes.SelectMany(n => n.Outputs))) numbers[t] = numbers.Count;
        var steps = nodes.Select(n => new ScanStep(n.Op, new(Array.ConvertAll(n.Inputs, t => numbers[t])), n.Outputs.Length, IsCostly(n)));
        return new(_inputs.Count, new([.. _constants]), new([.. steps]), new(Array.ConvertAll(outputs, t => numbers[t])));
    }

    private static bool IsCostly(Node node)
    {
        TensorSpec[] inputs = Array.ConvertAll(node.Inputs, t => t.Spec), outputs = Array.ConvertAll(node.Outputs, t => t.Spec);
        return node.Op is not ViewOp && node.Op.Cost(inputs, outputs).Flops > CheapFlops * outputs.Sum(o => o.Shape.Count);
    }
}
