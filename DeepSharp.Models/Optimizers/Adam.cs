namespace DeepSharp;

/// <summary>Adam: m ← β₁ · m + (1 − β₁) · g; v ← β₂ · v + (1 − β₂) · g²; w ← w − α · m / (√v + ε) with α = lr · √(1 − β₂ᵗ) / (1 − β₁ᵗ).</summary>
/// <remarks>
/// As in Keras, ε stands outside the root and is not bias-corrected. Slots: momentum and velocity, then velocity_hat with AMSGrad.
/// Sources: D. Kingma and J. Ba 2014; S. Reddi and others 2018 (AMSGrad).
/// With <c>lazyRows</c> a table whose gradient comes only through lookups (<c>Embedding</c>) is updated in the rows that the batch names: the averages
/// of the others stand still and they do not move, as in PyTorch's SparseAdam and TensorFlow's LazyAdam. A step then costs as much as the rows it
/// uses. A table that is used otherwise too (a regularizer, tied weights), and any table with gradient accumulation, takes the whole step.
/// </remarks>
/// <param name="learningRate">Step length; 0.001 if not given.</param>
/// <param name="beta1">β₁, the decay of the mean.</param>
/// <param name="beta2">β₂, the decay of the mean square.</param>
/// <param name="epsilon">ε.</param>
/// <param name="amsgrad">Whether the largest v so far stands in the root.</param>
/// <param name="lazyRows">Whether rows of embeddings without a gradient are left alone.</param>
[Configurable]
public sealed partial class Adam(
    [NotConfig] LearningRate? learningRate = null, [ConfigKey("beta_1")] double beta1 = 0.9, [ConfigKey("beta_2")] double beta2 = 0.999,
    double epsilon = 1e-7, bool amsgrad = false, [ExtraSetting] bool lazyRows = false)
    : Optimizer(learningRate ?? 0.001)
{
    private readonly AdamOp _op = new(beta1, beta2, epsilon, amsgrad);

    /// <inheritdoc/>
    protected override void BuildSlots(IReadOnlyList<Variable> variables)
    {
        AddSlots(variables, ["momentum", "velocity"]);
        if (Amsgrad) AddSlots(variables, ["velocity_hat"]);
    }

    /// <inheritdoc/>
    protected override Tensor[] Scalars(Tensor learningRate, Tensor step) => [_op.Alpha(learningRate, step)];

    /// <inheritdoc/>
    protected override void Update(Variable variable, Tensor gradient, Tensor[] scalars)
    {
        var slots = Slots(variable, _op.SlotNames());
        if (LazyRows && gradient.RowIds is { } ids) _op.AssignRows(variable, gradient, slots, scalars[0], Joined(ids));
        else _op.Assign(variable, gradient, slots, scalars[0]);
    }

    /// <summary>One list of ids; several are joined end to end.</summary>
    private static Tensor Joined(IReadOnlyList<Tensor> ids) =>
        ids.Count == 1 ? ids[0] : Tensor.Concat([.. ids.Select(t => t.Cast(DType.Int64).Reshape(Dim.Any))]);
}
