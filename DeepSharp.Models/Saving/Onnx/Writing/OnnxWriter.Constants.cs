namespace DeepSharp.Onnx;

internal sealed partial class OnnxWriter
{
    private readonly Dictionary<string, string> _constants = [];
    private readonly Dictionary<string, string> _lengths = [];

    /// <summary>A number.</summary>
    public string Scalar(double value, DType dtype) =>
        Constant($"{dtype}:{BitConverter.DoubleToInt64Bits(value)}", () => Tensor.Scalar(value, dtype, Device.Cpu).Contiguous());

    /// <summary>A row of whole numbers.</summary>
    public string Row(IReadOnlyList<long> values) =>
        Constant($"row:{string.Join(',', values)}", () => Tensor.From<long>([.. values], [values.Count], Device.Cpu));

    /// <summary>A row of floats.</summary>
    public string Floats(IReadOnlyList<float> values) =>
        Constant($"floats:{string.Join(',', values.Select(BitConverter.SingleToInt32Bits))}",
            () => Tensor.From<float>([.. values], [values.Count], Device.Cpu));

    /// <summary>A tensor of its own.</summary>
    public string Initializer(string name, Tensor value)
    {
        name = Names.Unique(name);
        Root._graph.Initializer.Add(OnnxTensors.Write(name, value));
        return name;
    }

    /// <summary>A row of lengths that follow from open ones.</summary>
    public string Lengths(IReadOnlyList<ExportLength> lengths)
    {
        if (lengths.All(l => l.Constant is not null)) return Row([.. lengths.Select(l => l.Constant!.Value)]);
        return Node("Concat", [.. lengths.Select(Length)], ("axis", 0));
    }

    /// <summary>The rule for a number that depends on open lengths.</summary>
    /// <exception cref="DeepSharpException">There is none.</exception>
    public ExportLength Rule(IReadOnlyList<long> values, ExportNode node) => _sizes.Rule(values) ?? throw Depends(node.Title, values);

    /// <summary>The rules for the lengths of a shape.</summary>
    public ExportLength[] Rules(IReadOnlyList<Shape> shapes, string who) =>
        [.. Enumerable.Range(0, shapes[0].Rank).Select(i => shapes.Select(s => (long)s[i]).ToArray()).Select(v => _sizes.Rule(v) ?? throw Depends(who, v))];

    /// <summary>Keeps what a variable is called in the model for the initializer it becomes.</summary>
    public Dictionary<Variable, string> VariableNames => Root._variableNames;

    private readonly Dictionary<Variable, string> _variableNames = [];

    /// <summary>A row of one length, as int64.</summary>
    private string Length(ExportLength length)
    {
        if (length.Constant is { } known) return Row([known]);
        if (_outer is not null) return Root.Length(length);
        string key = $"{string.Join('*', length.Of)}*{length.Times}/{length.By}+{length.Plus}";
        if (_lengths.TryGetValue(key, out string? made)) return made;
        string y = length.Of.Select(Open).Aggregate((a, b) => Node("Mul", [a, b]));
        if (length.Times != 1) y = Node("Mul", [y, Row([length.Times])]);
        if (length.By != 1) y = Node("Div", [y, Row([length.By])]);
        if (length.Plus != 0) y = Node("Add", [y, Row([length.Plus])]);
        return _lengths[key] = y;
    }

    /// <summary>An open length, read off the input it belongs to.</summary>
    private string Open(int number)
    {
        var open = _sizes.Open[number];
        if (_lengths.TryGetValue(open.Name, out string? made)) return made;
        string shape = Node("Shape", [_graph.Input[open.Input].Name]);
        return _lengths[open.Name] = Node("Slice", [shape, Row([open.Axis]), Row([open.Axis + 1])]);
    }

    /// <summary>A tensor of one number whose shape is open.</summary>
    private string Expanded(ExportValue v, double number) =>
        Node("Expand", [Scalar(number, v.DType), Lengths(Rules([.. v.Specs.Select(s => s.Shape)], "a constant"))]);

    /// <summary>A constant that counts up to an open length.</summary>
    private string Counted(ExportValue v)
    {
        var constants = v.Constants!;
        if (v.Rank != 1 || !Array.TrueForAll(constants, t => t.ToDoubles().Select((x, i) => x == i).All(b => b)))
            throw new DeepSharpException(
                $"The model cannot be exported to ONNX with open lengths: a constant {v.Specs[0]} depends on them. Give the model's inputs fixed lengths.");
        string limit = Node("Squeeze", [Length(Rules([.. v.Specs.Select(s => s.Shape)], "a constant")[0]), Row([0])]);
        string count = Node("Range", [Scalar(0, DType.Int64), limit, Scalar(1, DType.Int64)]);
        return v.DType == DType.Int64 ? count : Node("Cast", [count], ("to", OnnxTypes.Theirs(v.DType)));
    }

    /// <summary>An initializer of something static, named after the variable it follows from.</summary>
    private string Stored(ExportValue v, Tensor value, string ending)
    {
        var from = v.Variables.ToArray();
        string name = from.Length == 1 ? VariableNames.GetValueOrDefault(from[0], from[0].Name) : "constant";
        if (value.Constant is { } number && v.Variable is null && value.Rank == 0) return Scalar(number, value.DType);
        return Root.Stored(v, value, name, ending);
    }

    private readonly Dictionary<(ExportValue, string), string> _stored = [];

    private string Stored(ExportValue v, Tensor value, string name, string ending)
    {
        if (_stored.TryGetValue((v, ending + value.Shape), out string? made)) return made;
        return _stored[(v, ending + value.Shape)] = Initializer(name, value.Contiguous());
    }

    private string Constant(string key, Func<Tensor> value)
    {
        var constants = Root._constants;
        return constants.TryGetValue(key, out string? name) ? name : constants[key] = Initializer("constant", value());
    }

    private static DeepSharpException Depends(string who, IReadOnlyList<long> values) => new(
        $"The model cannot be exported to ONNX with open lengths: {who} has a length that follows "
            + $"from them by no rule known here ({string.Join(", ", values)}). "
        + "Give the model's inputs fixed lengths.");
}
