using System.Diagnostics.CodeAnalysis;

namespace DeepSharp;

/// <summary>Changes variables against their gradients. Its state is held in variables, so a step can be part of a traced one.</summary>
/// <remarks>
/// Order of a step as in Keras: average micro-steps, clip, decoupled weight decay, update, moving average, constraints, count.
/// For an optimizer of your own, override <see cref="Update"/> and, where it keeps state, <see cref="BuildSlots"/>.
/// </remarks>
public abstract partial class Optimizer : IConfigurable
{
    private readonly Variable _iterations = new(Tensor.Scalar(0L), "iteration", trainable: false);
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

    /// <summary>Calls of <see cref="Apply"/> so far, int64 scalar; with gradient accumulation the micro-steps.</summary>
    public virtual Variable Iterations => _iterations;

    /// <summary>Does one step. Variables not seen before get their slots.</summary>
    /// <param name="gradients">One per variable, of its shape.</param>
    /// <param name="variables">What to change.</param>
    /// <exception cref="ShapeMismatchException">There are not as many gradients as variables.</exception>
    /// <example><c>optimizer.Apply(tape.Gradient(loss, weights), weights);</c></example>
    public void Apply(IReadOnlyList<Tensor> gradients, IReadOnlyList<Variable> variables)
    {
        if (gradients.Count != variables.Count)
            throw new ShapeMismatchException($"{TypeName}.Apply got {gradients.Count} gradients for {variables.Count} variables; give one each, in the same order.");
        RequireTrainable();
        BuildFor(variables);
        GradientTape.Unrecorded(() =>
        {
            ApplyAll(gradients, variables);
            return true;
        });
    }

    /// <summary>Throws where the variables do not stand as steps need them; traced steps are not able to see that.</summary>
    internal virtual void RequireTrainable() { }

    /// <summary>Does one step with variables that have their slots; optimizers made of others hand it on.</summary>
    private protected virtual void ApplyAll(IReadOnlyList<Tensor> gradients, IReadOnlyList<Variable> variables)
    {
        var g = gradients.Select((t, i) => SameRows(t, Unscale(t.Cast(variables[i].DType))));
        if (GradientAccumulationSteps is { } every) Accumulate([.. g], variables, every);
        else Step([.. g], variables);
        if (UseEma) UpdateAverages();
        foreach (var v in variables)
            if (v is Weight { Constraint: { } constraint }) v.Assign(constraint.Apply(v.Value));
        _iterations.Assign(_iterations.Value + 1);
    }

    /// <summary>Clips, decays and updates.</summary>
    private void Step(Tensor[] gradients, IReadOnlyList<Variable> variables)
    {
        var rate = CurrentLearningRate();
        var scalars = Scalars(rate, StepNumber());
        var typed = new Dictionary<DType, (Tensor Rate, Tensor[] Scalars)>();
        var clipped = Clip(gradients);
        foreach (var (i, v) in variables.Index())
        {
            if (!typed.TryGetValue(v.DType, out var own))
                typed[v.DType] = own = (rate.Cast(v.DType), Array.ConvertAll(scalars, s => s.Cast(v.DType)));
            Decay(v, own.Rate);
            Update(v, clipped[i], own.Scalars);
        }
    }

    /// <summary>What all variables' updates of a step share, worked out once: the learning rate, or factors that follow from it.</summary>
    /// <param name="learningRate">This step's learning rate, a float64 scalar.</param>
    /// <param name="step">The number of this update, counted from one, a float64 scalar.</param>
    /// <returns>Scalars, handed to each <see cref="Update"/> in the variable's type; the learning rate alone by default.</returns>
    protected virtual Tensor[] Scalars(Tensor learningRate, Tensor step) => [learningRate];

    /// <summary>Changes one variable.</summary>
    /// <param name="variable">What to change.</param>
    /// <param name="gradient">Its gradient.</param>
    /// <param name="scalars">What <see cref="Scalars"/> gave, in the variable's type; the learning rate alone by default.</param>
    protected abstract void Update(Variable variable, Tensor gradient, Tensor[] scalars);

    /// <summary>The number of this update, counted from one; micro-steps of gradient accumulation do not count.</summary>
    private Tensor StepNumber()
    {
        var iterations = _iterations.Value.Cast(DType.Float64);
        return (GradientAccumulationSteps is { } every ? (iterations / every).Floor() : iterations) + 1;
    }

    /// <summary>Finds an optimizer by Keras' name with its defaults, for example <c>"adam"</c>.</summary>
    public static implicit operator Optimizer(string name) => ConfigRegistry.Create<Optimizer>(name);
}
