using System.Diagnostics.CodeAnalysis;

namespace DeepSharp;

/// <summary>A step of a model: weights made in <c>Build</c>, a formula in <c>Call</c>. Output shapes follow from running the formula on symbols.</summary>
/// <remarks>
/// Derive a sealed partial class whose primary constructor is the configuration, mark it with <see cref="LayerAttribute"/>, and override
/// one of the <c>Call</c> methods; loading, saving, printing and the fluent methods are generated.
/// </remarks>
public abstract partial class Layer : IConfigurable
{
    private string? _name;
    private bool _trainable = true;
    private DTypePolicy _policy;
    private Regularizer? _activityRegularizer;

    /// <summary>A layer with the global dtype policy.</summary>
    protected Layer() : this(DTypePolicy.Global) { }

    /// <summary>A layer with a policy of its own where none is given.</summary>
    private protected Layer(DTypePolicy policy) => _policy = policy;

    /// <inheritdoc/>
    public virtual string TypeName => GetType().Name;

    /// <inheritdoc/>
    public virtual IReadOnlyList<ConfigEntry> Config => [.. BaseConfig()];

    /// <summary>The layer's name, unique in its model; made from the class if none is given.</summary>
    [AllowNull]
    public string Name
    {
        get => _name ??= LayerNames.Next(TypeName);
        init => _name = value;
    }

    /// <summary>Whether training changes the weights of this layer and the layers in it.</summary>
    /// <remarks>A model that is compiled already notices a change only when it is compiled again.</remarks>
    public bool Trainable
    {
        get => _trainable;
        set
        {
            _trainable = value;
            foreach (var layer in Sublayers) layer.Trainable = value;
        }
    }

    /// <summary>The type of the arithmetic and that of the weights; <see cref="DTypePolicy.Global"/> if none (or null) is given.</summary>
    /// <exception cref="DTypeMismatchException">The policy is not floating.</exception>
    [AllowNull]
    public DTypePolicy DTypePolicy
    {
        get => _policy;
        init => _policy = value is null || value.ComputeDType.IsFloating || HoldsAnyType
            ? value ?? _policy
            : throw new DTypeMismatchException($"A layer's dtype must be floating, not {value.Name}.");
    }

    /// <summary>The type of the weights. Setting it means the policy that computes in this type too.</summary>
    /// <exception cref="DTypeMismatchException">The type is not floating.</exception>
    public DType DType
    {
        get => _policy.VariableDType;
        init => DTypePolicy = value;
    }

    /// <summary>The type of the arithmetic; floating-point inputs and weights are cast to it.</summary>
    public DType ComputeDType => _policy.ComputeDType;

    /// <summary>The type of sums that must not be rounded to 16 bits, such as statistics: the arithmetic's, or float32 where that is narrower.</summary>
    protected DType WideDType => DTypes.Promote(ComputeDType, DType.Float32);

    /// <summary>Whether floating-point inputs are cast to <see cref="ComputeDType"/>; not for models of layers, whose layers do that, and
    /// for layers whose inputs are numbers of something.</summary>
    protected virtual bool CastsInputs => true;

    /// <summary>Gives a layer that is part of another the dtype policy of that one, unless its weights have been made.</summary>
    internal void TakeType(Layer outer)
    {
        if (!IsBuilt) _policy = outer._policy;
    }

    /// <summary>Whether the layer's type may be one that is not floating: where models begin.</summary>
    private protected virtual bool HoldsAnyType => false;

    /// <summary>A penalty on the layer's output, divided by the batch size and added to the loss.</summary>
    public Regularizer? ActivityRegularizer
    {
        get => _activityRegularizer;
        init => _activityRegularizer = value;
    }

    /// <summary>Whether the weights have been made.</summary>
    public bool IsBuilt { get; private set; }

    /// <summary>Whether the layer knows what to do with a time mask on its input: as a rule the mask stands for the output too; a layer that
    /// uses it up says so in <see cref="ComputeMask"/>. Any other layer drops masks, with a warning.</summary>
    protected virtual bool SupportsMasking => false;

    /// <summary>Whether a call that no model or layer makes counts as training unless it says otherwise: for layers that prepare data.</summary>
    private protected virtual bool TrainsAlone => false;

    /// <summary>Makes the weights for inputs of this shape; the first axis is the batch.</summary>
    protected virtual void Build(Shape input) { }

    /// <summary>Makes the weights of a layer with several inputs.</summary>
    protected virtual void Build(Shape[] inputs) => Build(inputs[0]);

    /// <summary>The formula, for a layer that needs no more than its input.</summary>
    protected virtual Tensor Call(Tensor x) =>
        throw new DeepSharpException($"{GetType().Name} overrides no Call method. Override Call(Tensor), Call(Tensor, CallContext) or Call(Tensor[], CallContext).");

    /// <summary>The formula, for a layer that asks whether it is being trained or adds losses.</summary>
    protected virtual Tensor Call(Tensor x, CallContext context) => Call(x);

    /// <summary>The formula, for a layer with several inputs or outputs.</summary>
    protected virtual Tensor[] Call(Tensor[] inputs, CallContext context) => [Call(inputs[0], context)];

    /// <summary>The time mask of the outputs; the input's where <see cref="SupportsMasking"/>, else none.</summary>
    protected virtual Tensor? ComputeMask(Tensor[] inputs) => SupportsMasking ? inputs[0].Mask : null;

    /// <summary>The settings every layer has, in Keras' order.</summary>
    protected virtual IEnumerable<ConfigEntry> BaseConfig()
    {
        yield return new("name", Name);
        if (!KerasLacks.Contains("trainable")) yield return new("trainable", Trainable);
        if (!KerasLacks.Contains("dtype")) yield return new("dtype", ConfigObject.DTypePolicy(DTypePolicy.Name));
        if (ActivityRegularizer is not null) yield return new("activity_regularizer", ActivityRegularizer);
        foreach (var entry in LoraConfig()) yield return entry;
    }

    /// <summary>Settings of all layers that Keras' class does not take; it would refuse a file that has them.</summary>
    private protected virtual string[] KerasLacks => [];

    /// <summary>Whether Keras' build takes the shape of each argument by its name.</summary>
    private protected virtual bool BuildsByName => true;

    /// <summary>What files hold beside the settings: the shapes the weights were made for, with the batch left open.</summary>
    internal virtual IEnumerable<ConfigEntry> Envelope()
    {
        if (BuildsByName && BuildArguments is { Entries.Count: > 1 } named)
            yield return new("build_config", new Dictionary<string, object?>
            {
                ["shapes_dict"] = named.Map(OpenBatch).Entries.ToDictionary(e => $"{e.Name}_shape", e => e.Value),
            });
        else if (BuildShapes is [var only, .. var others] && (others.Length == 0 || !BuildsByName))
            yield return new("build_config", new Dictionary<string, object?> { ["input_shape"] = OpenBatch(only) });
        else if (BuildShapes is { Length: > 1 } all)
            yield return new("build_config", new Dictionary<string, object?> { ["input_shape"] = all.Select(OpenBatch).ToArray() });
        if (SharedLayers.IdOf(this) is { } id) yield return new("shared_object_id", id);
    }

    /// <summary>A shape with its first axis unknown.</summary>
    private protected static Shape OpenBatch(Shape shape) => shape.Rank == 0 ? shape : shape.With(0, Dim.Any);

    /// <summary>Takes over the settings every layer has.</summary>
    protected virtual void ReadBaseConfig(ConfigReader reader)
    {
        _name = reader.GetOrNull<string>("name", null);
        _trainable = reader.Get("trainable", true);
        if (reader.GetOrNull<object>("dtype", null) is { } dtype) _policy = ConfigObject.DTypePolicyName(dtype);
        _activityRegularizer = reader.GetOrNull<Regularizer>("activity_regularizer", null);
        ReadLora(reader);
    }

    /// <summary>Printed as its constructor call.</summary>
    public override string ToString() => $"{GetType().Name}()";
}
