using DeepSharp.Onnx;
using DeepSharp.OnnxFormat;

namespace DeepSharp;

/// <summary>A model read from an ONNX file: it predicts, can be trained further, and is saved as ONNX again.</summary>
/// <remarks>
/// The graph's float initializers are weights, named as in the file; scalars, settings such as scales of a resize, and constants in the
/// graph stay as they are. Inputs and outputs keep the file's order of axes, which for images is as a rule [batch, channels, height, width]. The
/// graph runs as it was exported: batch normalization takes its stored statistics also in training, and dropout does nothing.
/// Operators of ONNX's opsets 7 to 25 are known; see docs/formats.md.
/// </remarks>
public sealed class OnnxModel : Model
{
    private readonly OnnxGraph _graph;
    private readonly Dictionary<string, Weight> _weights = [];
    private readonly SymbolicTensor[] _inputs;
    private SymbolicTensor[] _outputs = [];

    private OnnxModel(OnnxGraph graph, string name) : base()
    {
        (_graph, Name) = (graph, name);
        _inputs = [.. graph.Inputs.Select(Symbol)];
        BuildFor([.. _inputs.Select(i => i.Shape)]);
        FindOutputs();
    }

    /// <summary>Loads a model from an ONNX file.</summary>
    /// <param name="path">The file; weights in files beside it are read from its own folder only.</param>
    /// <exception cref="ModelFileException">The file is missing, damaged, or holds something that is not known; the message names the node.</exception>
    public static OnnxModel Load(string path) => ModelFileException.Reading(path, () =>
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, 1 << 16);
        return Read(file, new(Path.GetDirectoryName(Path.GetFullPath(path))!), Path.GetFileNameWithoutExtension(path));
    });

    /// <summary>Reads a model.</summary>
    internal static OnnxModel Read(Stream stream, OnnxExternalData? external, string name)
    {
        var proto = OnnxFile.Read(stream);
        var graph = new OnnxGraph(proto.Graph, new(OnnxFile.Opsets(proto), external, "the graph", 0, new HashSet<string>()));
        return new(graph, name);
    }

    /// <inheritdoc/>
    public override IReadOnlyList<SymbolicTensor> Inputs => _inputs;

    /// <summary>The symbols the model computes; empty where their shapes follow only from the inputs' values.</summary>
    public override IReadOnlyList<SymbolicTensor> Outputs => _outputs;

    /// <summary>The names of the outputs.</summary>
    internal IReadOnlyList<string> OutputNames => _graph.Outputs;

    /// <inheritdoc/>
    public override IReadOnlyList<Layer> Layers => [];

    /// <inheritdoc/>
    public override IReadOnlyList<Layer> Sublayers => [];

    /// <summary>The graph decides about types.</summary>
    protected override bool CastsInputs => false;

    /// <summary>Makes the weights.</summary>
    protected override void Build(Shape[] inputs)
    {
        var (constant, statistic) = (new HashSet<string>(), new HashSet<string>());
        Look(_graph, constant, statistic);
        foreach (var (name, value) in _graph.Initializers)
            if (value.DType.IsFloating && value.Rank > 0 && !constant.Contains(name))
                _weights[name] = AddWeight(name, value.Shape, new Given(value), trainable: !statistic.Contains(name), dtype: value.DType, autocast: false);
    }

    /// <summary>Runs the graph.</summary>
    protected override Tensor[] Call(Tensor[] inputs, CallContext context) =>
        Array.Exists(inputs, x => x.Device == Device.Null && !x.Shape.IsKnown) ? Probe(inputs) : Run(inputs);

    /// <summary>Bytes of the largest value that a node gave so far, also where only shapes were worked out.</summary>
    internal double LargestValue { get; private set; }

    private Tensor[] Run(Tensor[] inputs)
    {
        if (inputs.Length != _graph.Inputs.Count)
            throw new ShapeMismatchException(
                $"Model '{Name}' takes {_graph.Inputs.Count} inputs ({KnownNames.List(_graph.Inputs.Select(i => i.Name))}) but got {inputs.Length}.");
        var run = new OnnxRun();
        foreach (var (name, value) in _graph.Initializers)
            run.Set(name, _weights.TryGetValue(name, out var weight) ? new(weight.Value) : new OnnxValue(value, isConstant: true).As(_graph.NarrowOf(name)));
        foreach (var (i, input) in _graph.Inputs.Index()) run.Set(input.Name, new OnnxValue(Fitting(inputs[i], input)).As(input.Narrow));
        var outputs = Array.ConvertAll(run.Run(_graph), v => v.Plain);
        LargestValue = Math.Max(LargestValue, run.Largest);
        return outputs;
    }

    /// <summary>An input of the right type and shape; the batch may have another size than when the model was exported.</summary>
    private static Tensor Fitting(Tensor x, OnnxInput input)
    {
        var spec = input.Spec!.Value;
        bool fits = x.Rank == spec.Shape.Rank && (x.Rank < 2 || x.Shape[1..].Matches(spec.Shape[1..]));
        if (!fits) throw new ShapeMismatchException($"Input '{input.Name}' expects {spec} but got {x.Spec}.");
        if (x.DType != spec.DType && x.DType.IsFloating && !spec.DType.IsFloating)
            throw new DTypeMismatchException($"Input '{input.Name}' expects {spec} but got {x.Spec}. Cast it.");
        return x.Cast(spec.DType);
    }

    /// <summary>The shapes of the outputs where some lengths are open: run for two choices of them; what differs follows from an open length.</summary>
    private Tensor[] Probe(Tensor[] inputs)
    {
        var (few, more) = (RunOn(inputs, 2, 64), RunOn(inputs, 3, 96));
        return [.. few.Zip(more, (a, b) => a.Rank == b.Rank
            ? new Tensor(new([.. a.Shape.Dims.ToArray().Zip(b.Shape, (m, n) => m == n ? m : Dim.Any)], a.DType), Device.Null)
            : throw new ShapeMismatchException($"Model '{Name}' gives outputs whose number of axes depends on the input's lengths."))];
    }

    private Tensor[] RunOn(Tensor[] inputs, int batch, int other) => Run(Array.ConvertAll(inputs, x => x.Device == Device.Null
        ? new Tensor(new([.. x.Shape.Select((d, i) => d != Dim.Any ? d : i == 0 ? batch : other)], x.DType), Device.Null) : x));

    /// <summary>Works out the outputs' shapes, which also finds what does not fit in the graph.</summary>
    private void FindOutputs()
    {
        bool isOpen = Array.Exists(_inputs, i => !i.Shape.IsKnown);
        try
        {
            var results = Apply(Array.ConvertAll(_inputs, i => new Tensor(new(i.Shape, i.DType), Device.Null)), training: false);
            var call = new LayerCall(this, _inputs, 0, null);
            call.Outputs = [.. results.Select((y, i) => new SymbolicTensor(y, call, i))];
            _outputs = [.. call.Outputs.Select((y, i) => new Layers.Identity { Name = _graph.Outputs[i] }.Apply(y))];
        }
        // What needs the inputs' values, or lengths that fit each other, shows when there are some.
        catch (NoValueException) { }
        catch (ShapeMismatchException) when (isOpen) { }
    }

    /// <summary>Finds the initializers that are settings, and those that are statistics, in the graph and those inside it.</summary>
    private static void Look(OnnxGraph graph, HashSet<string> constant, HashSet<string> statistic)
    {
        foreach (var node in graph.Nodes)
        {
            foreach (var (i, input) in node.Inputs.Index())
                if (node.Operator.ReadsValue(i)) constant.Add(input);
                else if (node.Operator.IsStatistic(i)) statistic.Add(input);
            foreach (var inner in node.Graphs) Look(inner, constant, statistic);
        }
    }

    /// <summary>The symbol of an input, whose layer has the input's name; unlike an input layer's own it may be a scalar.</summary>
    private static SymbolicTensor Symbol(OnnxInput input)
    {
        var spec = input.Spec!.Value;
        int? batch = spec.Shape.Rank > 0 && spec.Shape[0] != Dim.Any ? spec.Shape[0] : null;
        var layer = new Layers.InputLayer(spec.Shape.Rank > 0 ? spec.Shape[1..] : default, batch) { Name = input.Name, DType = spec.DType };
        var call = new LayerCall(layer, [], 0, null);
        call.Outputs = [new SymbolicTensor(new Tensor(spec, Device.Null), call, 0)];
        return call.Outputs[0];
    }

    /// <summary>Gives a weight the value it has in the file.</summary>
    private sealed class Given(Tensor value) : Initializer
    {
        public override Tensor Create(Shape shape, DType dtype = DType.Float32) => value;
    }
}
