namespace DeepSharp;

/// <summary>Several optimizers, each for variables of its own, for example a small rate for pretrained layers and a large one for new ones.</summary>
/// <remarks>
/// There is no common learning rate: set those of <see cref="Optimizers"/>. State: iteration and a learning rate without effect, kept for Keras'
/// files, then each optimizer's in the order of the map, then the default one.
/// </remarks>
/// <example><c>new MultiOptimizer(new OptimizerMap(new Adam()) { ["encoder/.*"] = new SGD(1e-4) })</c></example>
/// <param name="optimizerMap">Which optimizer changes which variable.</param>
/// <param name="lossScaleFactor">The loss is multiplied by this, and its gradients divided by it; null for 1. It replaces the optimizers' own.</param>
/// <param name="name">The optimizer's name.</param>
[Configurable(Tail = false)]
public sealed partial class MultiOptimizer(OptimizerMap? optimizerMap, double? lossScaleFactor = null, [NotConfig] string? name = null)
    : Optimizer(0.0, lossScaleFactor: lossScaleFactor, name: name)
{
    private readonly List<Optimizer> _optimizers = optimizerMap is null ? []
        : [.. optimizerMap.Select(e => e.Value).Append(optimizerMap.DefaultOptimizer).Distinct()];
    private readonly Dictionary<Variable, Optimizer> _owners = [];
    private readonly Func<Variable, Optimizer>? _select;

    /// <summary>Asks a function for each variable's optimizer, once. Models compiled with it cannot be saved with their training state.</summary>
    /// <param name="select">Gives the optimizer of a variable.</param>
    /// <param name="lossScaleFactor">The loss is multiplied by this, and its gradients divided by it; null for 1.</param>
    /// <param name="name">The optimizer's name.</param>
    public MultiOptimizer(Func<Variable, Optimizer> select, double? lossScaleFactor = null, string? name = null)
        : this((OptimizerMap?)null, lossScaleFactor, name) => _select = select;

    /// <summary>The optimizers: those of the map in its order and then the default one, or those a function gave.</summary>
    public IReadOnlyList<Optimizer> Optimizers => _optimizers;

    /// <summary>There is none.</summary>
    /// <exception cref="DeepSharpException">Always; the optimizers have learning rates.</exception>
    public override LearningRate LearningRate
    {
        get => throw NoRate();
        set => throw NoRate();
    }

    /// <inheritdoc/>
    /// <exception cref="NotSupportedException">A function chooses the optimizers.</exception>
    public override IReadOnlyList<ConfigEntry> Config =>
    [
        new("optimizer_map", OptimizerMap
            ?? throw new NotSupportedException("A MultiOptimizer that asks a function cannot be written to a file; use an OptimizerMap.")),
        new("loss_scale_factor", LossScaleFactor), new("name", Name),
    ];

    /// <summary>Leaves variables out of every optimizer's weight decay.</summary>
    /// <inheritdoc/>
    public override void ExcludeFromWeightDecay(IEnumerable<Variable>? variables = null, IEnumerable<string>? names = null)
    {
        foreach (var o in _optimizers) o.ExcludeFromWeightDecay(variables, names);
    }

    /// <inheritdoc/>
    public override void FinalizeVariables()
    {
        foreach (var o in _optimizers) o.FinalizeVariables();
    }

    internal override void RequireTrainable()
    {
        foreach (var o in _optimizers) o.RequireTrainable();
    }

    internal override IEnumerable<(string Suffix, Optimizer Optimizer)> Parts => _optimizers.Select((o, i) =>
        (_optimizers.Take(i).Count(other => other.Name == o.Name) is > 0 and var twins ? $"_{o.Name}_{twins}" : $"_{o.Name}", o));

    /// <inheritdoc/>
    protected override IReadOnlyList<Variable> SharedState => [.. _optimizers.SelectMany(o => o.Variables)];

    /// <inheritdoc/>
    protected override void BuildSlots(IReadOnlyList<Variable> variables)
    {
        foreach (var v in variables)
            if (!_owners.ContainsKey(v)) _owners[v] = OptimizerFor(v);
        foreach (var o in _optimizers)
        {
            o.LossScaleFactor = LossScaleFactor;
            if (variables.Where(v => _owners[v] == o).ToList() is { Count: > 0 } own) o.Build(own);
        }
    }

    private protected override void ApplyAll(IReadOnlyList<Tensor> gradients, IReadOnlyList<Variable> variables)
    {
        foreach (var o in _optimizers)
            if (variables.Index().Where(v => _owners[v.Item] == o).ToList() is { Count: > 0 } own)
                o.Apply([.. own.Select(v => gradients[v.Index])], [.. own.Select(v => v.Item)]);
        Iterations.Assign(Iterations.Value + 1);
    }

    /// <summary>Does nothing of its own: the optimizers change the variables.</summary>
    protected override void Update(Variable variable, Tensor gradient, Tensor[] scalars) =>
        throw new NotSupportedException("MultiOptimizer has no update rule of its own; call Apply.");

    /// <inheritdoc/>
    protected override void ReadBaseConfig(ConfigReader reader) => Configure(lossScaleFactor: LossScaleFactor, name: reader.GetOrNull<string>("name", null));

    private protected override string Describe() => new ConstructorText(TypeName)
        .With(OptimizerMap ?? (object)"function").With("lossScaleFactor", LossScaleFactor, null).ToString();

    private Optimizer OptimizerFor(Variable variable)
    {
        if (OptimizerMap is { } map) return map[PathOf(variable)];
        var chosen = OptimizerMap.Plain(_select!(variable));
        if (!_optimizers.Contains(chosen)) _optimizers.Add(chosen);
        return chosen;
    }

    private DeepSharpException NoRate() => new(
        $"A MultiOptimizer has no learning rate of its own; read and set those of its Optimizers ({string.Join(", ", _optimizers.Select(o => o.Name))}).");
}
