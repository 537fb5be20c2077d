using System.Diagnostics.CodeAnalysis;

namespace DeepSharp;

/// <summary>Changes variables against their gradients. Its state is held in variables, so a step can be part of a traced one.</summary>
/// <remarks>Order of a step as in Keras: clip, decoupled weight decay, update, constraints, count, moving average.</remarks>
public abstract partial class Optimizer : IConfigurable
{
    private readonly Dictionary<Variable, Dictionary<string, Variable>> _slots = [];
    private readonly List<Variable> _slotList = [];
    private IReadOnlyList<Variable> _built = [];
    private string? _name;

    /// <inheritdoc/>
    public virtual string TypeName => GetType().Name;

    /// <inheritdoc/>
    public virtual IReadOnlyList<ConfigEntry> Config => [.. BaseConfig()];

    /// <summary>The optimizer's name; the class in snake case if none is given.</summary>
    [AllowNull]
    public string Name
    {
        get => _name ??= SnakeCase.Of(TypeName);
        init => _name = value;
    }

    /// <summary>Steps done so far, int64 scalar.</summary>
    public Variable Iterations { get; } = new(Tensor.Scalar(0L), "iteration", trainable: false);

    /// <summary>The state in Keras' order: iteration, learning rate (unless a schedule gives it), slots variable by variable.</summary>
    public IReadOnlyList<Variable> Variables => [Iterations, .. LearningRateVariables, .. _slotList];

    /// <summary>Makes the slots for the variables that will be trained.</summary>
    public void Build(IReadOnlyList<Variable> variables)
    {
        if (_built.SequenceEqual(variables)) return;
        _built = [.. variables];
        Trace.Suspended(() =>
        {
            foreach (var v in variables)
                if (!_slots.ContainsKey(v))
                {
                    _slots[v] = [];
                    BuildSlots(v);
                }
            return true;
        });
    }

    /// <summary>Does one step.</summary>
    /// <param name="gradients">One per variable.</param>
    /// <param name="variables">What to change.</param>
    public void Apply(IReadOnlyList<Tensor> gradients, IReadOnlyList<Variable> variables)
    {
        Build(variables);
        var rate = CurrentLearningRate();
        var clipped = Clip(gradients);
        foreach (var v in variables)
            if (DecaysWeight(v)) v.Assign(v.Value - v.Value * (rate * WeightDecay!.Value).Cast(v.DType));
        for (int i = 0; i < variables.Count; i++) Update(variables[i], clipped[i], rate.Cast(variables[i].DType));
        foreach (var v in variables)
            if (v is Weight { Constraint: { } constraint }) v.Assign(constraint.Apply(v.Value));
        Iterations.Assign(Iterations.Value + 1);
    }

    /// <summary>Changes one variable.</summary>
    /// <param name="variable">What to change.</param>
    /// <param name="gradient">Its gradient.</param>
    /// <param name="learningRate">This step's learning rate, a scalar of the variable's type.</param>
    protected abstract void Update(Variable variable, Tensor gradient, Tensor learningRate);

    /// <summary>Makes a variable's slots with <see cref="AddSlot"/>.</summary>
    protected virtual void BuildSlots(Variable variable) { }

    /// <summary>Makes a slot of a variable's shape, all elements equal to <paramref name="value"/>.</summary>
    protected void AddSlot(Variable variable, string name, double value = 0)
    {
        var slot = new Variable(Tensor.Full(variable.Shape, value, variable.DType), $"{variable.Name}/{name}", trainable: false);
        _slots[variable][name] = slot;
        _slotList.Add(slot);
    }

    /// <summary>A slot made by <see cref="AddSlot"/>.</summary>
    protected Variable Slot(Variable variable, string name) => _slots[variable][name];

    /// <summary>The number of this step, counted from one, as a scalar of the given type.</summary>
    protected Tensor Step(DType dtype) => (Iterations.Value + 1).Cast(dtype);

    /// <summary>Finds an optimizer by Keras' name with its defaults, for example <c>"adam"</c>.</summary>
    public static implicit operator Optimizer(string name) => ConfigRegistry.Create<Optimizer>(name);
}
