namespace DeepSharp;

public abstract partial class Optimizer
{
    private readonly Dictionary<(Variable, string), Variable> _slots = [];
    private readonly List<Variable> _slotList = [], _averages = [], _accumulators = [];
    private IReadOnlyList<Variable> _built = [];

    /// <summary>The state in Keras' order: iteration, learning rate (unless a schedule gives it), moving averages, gradient sums, slots.</summary>
    public IReadOnlyList<Variable> Variables => [_iterations, .. LearningRateVariables, .. _averages, .. _accumulators, .. _slotList, .. SharedState];

    /// <summary>The variables that have slots, in the order of the slots.</summary>
    internal IReadOnlyList<Variable> SlotOwners => _built;

    /// <summary>State that does not belong to one variable; stands last in <see cref="Variables"/>.</summary>
    protected virtual IReadOnlyList<Variable> SharedState => [];

    /// <summary>Makes the slots for the variables that will be trained. Variables known already keep theirs.</summary>
    /// <param name="variables">All that will be trained, in the order in which the state is kept in files.</param>
    public void Build(IReadOnlyList<Variable> variables)
    {
        if (_built.SequenceEqual(variables)) return;
        _built = [.. variables];
        Trace.Suspended(() =>
        {
            BuildLearningRate();
            _averages.Clear();
            _accumulators.Clear();
            _slotList.Clear();
            if (UseEma) _averages.AddRange(variables.Select(v => FindOrAdd(v, "average", Zeros(v))));
            if (GradientAccumulationSteps is not null) _accumulators.AddRange(variables.Select(v => FindOrAdd(v, "gradient_accumulator", Zeros(v))));
            BuildSlots(_built);
            return true;
        });
    }

    /// <summary>Makes the slots with <see cref="AddSlots"/>, once for each kind or kinds that stand together.</summary>
    protected virtual void BuildSlots(IReadOnlyList<Variable> variables) { }

    /// <summary>Gives each variable slots of its shape: all slots of the first variable, then all of the second, and so on.</summary>
    /// <param name="variables">The variables.</param>
    /// <param name="names">The slots' names.</param>
    /// <param name="value">What every element starts with.</param>
    protected void AddSlots(IReadOnlyList<Variable> variables, IReadOnlyList<string> names, double value = 0)
    {
        foreach (var v in variables)
            foreach (string name in names) AddSlot(v, name, () => Tensor.Full(v.Shape, value, v.DType));
    }

    /// <summary>Gives a variable a slot of any shape.</summary>
    /// <param name="variable">The variable.</param>
    /// <param name="name">The slot's name.</param>
    /// <param name="value">Gives what it starts with; called if the variable has no such slot yet.</param>
    protected void AddSlot(Variable variable, string name, Func<Tensor> value) => _slotList.Add(FindOrAdd(variable, name, value));

    /// <summary>A slot made by <see cref="AddSlots"/>.</summary>
    protected Variable Slot(Variable variable, string name) => _slots[(variable, name)];

    /// <summary>Slots made by <see cref="AddSlots"/>, in the order in which an update op names them.</summary>
    protected Variable[] Slots(Variable variable, IReadOnlyList<string> names) => [.. names.Select(n => _slots[(variable, n)])];

    private void BuildFor(IReadOnlyList<Variable> variables)
    {
        if (_built.Count == variables.Count && _built.SequenceEqual(variables)) return;
        var unknown = variables.Except(_built).ToList();
        if (unknown.Count > 0) Build([.. _built, .. unknown]);
    }

    private static Func<Tensor> Zeros(Variable variable) => () => Tensor.Zeros(variable.Shape, variable.DType);

    private Variable FindOrAdd(Variable variable, string name, Func<Tensor> value) =>
        _slots.TryGetValue((variable, name), out var slot) ? slot
            : _slots[(variable, name)] = new(value(), $"{PathOf(variable).Replace('/', '_')}_{name}", trainable: false);
}
