namespace DeepSharp;

/// <summary>A network of layers that can be trained, judged, asked and saved. It is a layer itself, so models can be built of models.</summary>
/// <remarks>Build one from symbols (<c>new Model(input, output)</c>), layer by layer (<see cref="Sequential"/>), or derive from it and override <c>Call</c>.</remarks>
public partial class Model : Layer
{
    private readonly FunctionalGraph? _graph;

    /// <summary>For models that override <c>Call</c>.</summary>
    protected Model() { }

    /// <summary>A model from one input to one output.</summary>
    /// <param name="input">A symbol made by <c>Input</c>, or any symbol on the way, for a sub-model.</param>
    /// <param name="output">What the model computes.</param>
    public Model(SymbolicTensor input, SymbolicTensor output) : this([input], [output]) { }

    /// <summary>A model with several inputs or outputs.</summary>
    /// <exception cref="DeepSharpException">An output does not follow from the inputs.</exception>
    public Model(SymbolicTensor[] inputs, SymbolicTensor[] outputs)
    {
        _graph = new(inputs, outputs);
        BuildFor([.. inputs.Select(i => i.Shape)]);
    }

    /// <inheritdoc/>
    public override IReadOnlyList<ConfigEntry> Config => _graph is null ? base.Config : new FunctionalConfig(this, _graph).Entries();

    /// <inheritdoc/>
    public override string TypeName => _graph is null ? GetType().Name : "Functional";

    /// <summary>The layers, in Keras' order: the farthest from the outputs first.</summary>
    public virtual IReadOnlyList<Layer> Layers => _graph?.Layers ?? Sublayers;

    /// <inheritdoc/>
    public override IReadOnlyList<Layer> Sublayers => _graph?.Layers ?? base.Sublayers;

    /// <summary>The symbols the model starts from; empty for models that override <c>Call</c>.</summary>
    public virtual IReadOnlyList<SymbolicTensor> Inputs => _graph?.Inputs ?? [];

    /// <summary>The symbols the model computes.</summary>
    public virtual IReadOnlyList<SymbolicTensor> Outputs => _graph?.Outputs ?? [];

    /// <summary>The only input's symbol.</summary>
    public SymbolicTensor Input => Inputs.Count == 1 ? Inputs[0] : throw new DeepSharpException($"Model '{Name}' has {Inputs.Count} inputs; use Inputs.");

    /// <summary>The only output's symbol.</summary>
    public SymbolicTensor Output => Outputs.Count == 1 ? Outputs[0] : throw new DeepSharpException($"Model '{Name}' has {Outputs.Count} outputs; use Outputs.");

    /// <summary>The layer of a name.</summary>
    /// <exception cref="DeepSharpException">There is none; the message lists the names.</exception>
    public Layer GetLayer(string name) => Layers.FirstOrDefault(l => l.Name == name)
        ?? throw new DeepSharpException($"Model '{Name}' has no layer '{name}'{KnownNames.Instead(name, Layers.Select(l => l.Name), "it has")}.");

    /// <summary>The layer at a place.</summary>
    public Layer GetLayer(int index) => Layers[index];

    /// <summary>A model of layers leaves casting to them; one with a <c>Call</c> of its own is a layer like others.</summary>
    protected override bool CastsInputs => _graph is null;

    /// <summary>Masks are the business of the layers inside.</summary>
    protected override bool SupportsMasking => true;

    /// <inheritdoc/>
    protected override Tensor? ComputeMask(Tensor[] inputs) => null;

    /// <inheritdoc/>
    protected override Tensor[] Call(Tensor[] inputs, CallContext context) => _graph is null ? base.Call(inputs, context) : _graph.Run(inputs);
}
