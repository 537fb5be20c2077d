using DeepSharp.OnnxFormat;
using Kind = DeepSharp.OnnxFormat.AttributeProto.Types.AttributeType;

namespace DeepSharp.Onnx;

/// <summary>A use of an operator in a graph: where its inputs come from, where its outputs go, and its attributes.</summary>
internal sealed class OnnxNode
{
    private readonly Dictionary<string, AttributeProto> _attributes = [];
    private readonly Dictionary<string, OnnxGraph> _graphs = [];
    private readonly Dictionary<string, Tensor> _tensors = [];

    /// <summary>Takes a node from a file.</summary>
    /// <param name="proto">The node.</param>
    /// <param name="number">Its place in the graph, which names it where it has no name.</param>
    /// <param name="scope">What the graph around it knows.</param>
    public OnnxNode(NodeProto proto, int number, OnnxScope scope)
    {
        (OpType, Domain) = (proto.OpType, OnnxFile.Domain(proto.Domain));
        Name = proto.Name.Length > 0 ? proto.Name : $"{proto.OpType}_{number}";
        (Inputs, Outputs) = ([.. proto.Input], [.. proto.Output]);
        Opset = scope.Opset(Domain, Title);
        foreach (var attribute in proto.Attribute)
            if (!_attributes.TryAdd(attribute.Name, attribute)) throw new InvalidDataException($"{Title} has the attribute '{attribute.Name}' twice.");
        foreach (var attribute in proto.Attribute)
        {
            if (attribute.RefAttrName.Length > 0)
                throw new InvalidDataException($"{Title} takes its attribute '{attribute.Name}' from a function, but stands in none.");
            if (attribute.T is not null) _tensors[attribute.Name] = OnnxTensors.Read(attribute.T, scope.External);
        }
        Operator = OnnxOperatorTable.Find(Domain, OpType)
            ?? throw new InvalidDataException($"{Title} uses the operator '{(Domain.Length > 0 ? Domain + "." : "")}{OpType}', which is not known{Nearest()}.");
        if (Opset < Operator.Since)
            throw new InvalidDataException(
                $"{Title} is written for opset {Opset}; its operator is read from opset {Operator.Since} on. Convert the model with onnx.version_converter.");
        foreach (var attribute in proto.Attribute)
            if (attribute.G is not null) _graphs[attribute.Name] = new OnnxGraph(attribute.G, scope.Inner($"{Title}'s {attribute.Name}"));
    }

    /// <summary>The node's name, or one made of its operator and place.</summary>
    public string Name { get; }

    /// <summary>The operator's name.</summary>
    public string OpType { get; }

    /// <summary>The operator's domain; empty for ONNX itself.</summary>
    public string Domain { get; }

    /// <summary>The version of the operator set the node is written for.</summary>
    public int Opset { get; }

    /// <summary>What runs the node.</summary>
    public OnnxOperator Operator { get; }

    /// <summary>The names of the inputs; empty where one is left out.</summary>
    public string[] Inputs { get; }

    /// <summary>The names of the outputs; empty where one is not wanted.</summary>
    public string[] Outputs { get; }

    /// <summary>How messages name the node.</summary>
    public string Title => $"node '{Name}' ({OpType})";

    /// <summary>The graphs in the node's attributes.</summary>
    public IEnumerable<OnnxGraph> Graphs => _graphs.Values;

    /// <summary>Whether an attribute is given.</summary>
    public bool Has(string name) => _attributes.ContainsKey(name);

    /// <summary>Whether an output is wanted.</summary>
    public bool Wants(int output) => output < Outputs.Length && Outputs[output].Length > 0;

    /// <summary>A whole number.</summary>
    public int Int(string name, int otherwise) => Long(name) is { } value ? Narrow(name, value) : otherwise;

    /// <summary>A whole number that must be given.</summary>
    public int Int(string name) => Narrow(name, Long(name) ?? throw Missing(name));

    /// <summary>Whether a number that stands for yes or no is not zero.</summary>
    public bool Flag(string name, bool otherwise = false) => Long(name) is { } value ? value != 0 : otherwise;

    /// <summary>Whole numbers, or null where they are not given.</summary>
    public int[]? Ints(string name)
    {
        if (!_attributes.TryGetValue(name, out var a)) return null;
        Require(a, Kind.Ints);
        return [.. a.Ints.Select(i => Narrow(name, i))];
    }

    /// <summary>A number.</summary>
    public double Float(string name, double otherwise)
    {
        if (!_attributes.TryGetValue(name, out var a)) return otherwise;
        Require(a, Kind.Float);
        // The digits that were meant, not those of the nearest float.
        return float.IsFinite(a.F)
            ? double.Parse(a.F.ToString("R", System.Globalization.CultureInfo.InvariantCulture), System.Globalization.CultureInfo.InvariantCulture) : a.F;
    }

    /// <summary>Numbers, or null where they are not given.</summary>
    public double[]? Floats(string name)
    {
        if (!_attributes.TryGetValue(name, out var a)) return null;
        Require(a, Kind.Floats);
        return [.. a.Floats.Select(f => (double)f)];
    }

    /// <summary>A text.</summary>
    public string Text(string name, string otherwise)
    {
        if (!_attributes.TryGetValue(name, out var a)) return otherwise;
        Require(a, Kind.String);
        return a.S.ToStringUtf8();
    }

    /// <summary>Texts, or null where they are not given.</summary>
    public string[]? Texts(string name)
    {
        if (!_attributes.TryGetValue(name, out var a)) return null;
        Require(a, Kind.Strings);
        return [.. a.Strings.Select(s => s.ToStringUtf8())];
    }

    /// <summary>A text out of a few.</summary>
    public string Choice(string name, string otherwise, params ReadOnlySpan<string> known)
    {
        string value = Text(name, otherwise);
        return known.Contains(value) ? value : throw Invalid($"its attribute '{name}' is '{value}'; known are {KnownNames.List(known.ToArray())}");
    }

    /// <summary>A tensor, or null where it is not given.</summary>
    public Tensor? Tensor(string name) => _tensors.GetValueOrDefault(name);

    /// <summary>The type of a tensor that is given, or that a number names, where no tensor here has it.</summary>
    public NarrowType? Narrow(string name) => !_attributes.TryGetValue(name, out var a) ? null : NarrowType.Find(a.T?.DataType ?? a.I);

    /// <summary>A graph.</summary>
    public OnnxGraph Graph(string name) => _graphs.GetValueOrDefault(name) ?? throw Missing(name);

    /// <summary>The error for a node that cannot be run.</summary>
    public InvalidValueException Invalid(string why) => new($"[{OpType}] {why}.");

    /// <summary>The error for an attribute that is missing.</summary>
    public InvalidValueException Missing(string name) => Invalid($"its attribute '{name}' is missing");

    private long? Long(string name)
    {
        if (!_attributes.TryGetValue(name, out var a)) return null;
        Require(a, Kind.Int);
        return a.I;
    }

    private int Narrow(string name, long value) => value is >= int.MinValue and <= int.MaxValue ? (int)value
        : Math.Abs((double)value) >= long.MaxValue ? (value < 0 ? int.MinValue : int.MaxValue)
        : throw Invalid($"its attribute '{name}' is {value}, which is too large");

    private void Require(AttributeProto a, Kind kind)
    {
        if (a.Type != kind)
            throw Invalid($"its attribute '{a.Name}' is of type {a.Type.ToString().ToLowerInvariant()}; expected {kind.ToString().ToLowerInvariant()}");
    }

    private string Nearest() => KnownNames.Nearest(OpType, OnnxOperatorTable.Names(Domain)) is { } near ? $". Did you mean '{near}'?" : "";
}
