namespace DeepSharp;

/// <summary>One update of one variable: the new value and the new optimizer slots from the old ones, in one pass over memory.</summary>
/// <remarks>
/// Inputs: variable, gradient, the slots in the order the op names, and a scalar of the variable's type (the learning rate, or what the op
/// says).
/// Outputs: variable, slots. All tensors but the scalar have one shape. Kernels may write each output over its input.
/// </remarks>
public abstract record OptimizerOp : Op
{
    /// <inheritdoc/>
    public sealed override string Family => "Optimizers";

    /// <summary>Whether a gradient of zero changes neither the variable nor the slots.</summary>
    internal virtual bool RestsWithoutGradient => false;

    /// <summary>Names of the slots, in the order of inputs and outputs.</summary>
    public abstract IReadOnlyList<string> SlotNames();

    /// <inheritdoc/>
    public sealed override TensorSpec[] Infer(ReadOnlySpan<TensorSpec> inputs)
    {
        var slots = SlotNames();
        if (inputs.Length != slots.Count + 3)
            throw new ShapeMismatchException(
                $"[{Name}] takes {slots.Count + 3} tensors ({string.Join(", ", ["variable", "gradient", .. slots, "rate"])}) " +
                $"but got {inputs.Length}.");
        var variable = inputs[0];
        Domains.Require(Name, FnDomain.Floating, variable.DType);
        for (int i = 1; i < inputs.Length - 1; i++)
            if (inputs[i].DType != variable.DType || !inputs[i].Shape.Matches(variable.Shape))
                throw new ShapeMismatchException(
                    $"[{Name}] {(i == 1
                        ? "the gradient" : $"slot '{slots[i - 2]}'")} must be {variable} like the variable but is {inputs[i]}.");
        if (inputs[^1].DType != variable.DType || inputs[^1].Shape.Rank != 0)
            throw new ShapeMismatchException($"[{Name}] the rate must be a scalar of type {variable.DType.KerasName} but is {inputs[^1]}.");
        return [variable, .. inputs[2..^1]];
    }

    /// <inheritdoc/>
    public sealed override Tensor[] Compose(Tensor[] x) => Update(x[0], x[1], x[2..^1], x[^1]);

    /// <summary>Updates a variable and its slots.</summary>
    /// <param name="variable">What to train.</param>
    /// <param name="gradient">Its gradient, of the same shape.</param>
    /// <param name="slots">The optimizer's memory for this variable, in the order of <see cref="SlotNames"/>.</param>
    /// <param name="rate">A scalar: the learning rate, or what the op says.</param>
    public void Assign(Variable variable, Tensor gradient, IReadOnlyList<Variable> slots, Tensor rate)
    {
        Assign(variable, slots, ApplyAll([variable.Value, gradient, .. slots.Select(s => s.Value), rate]));
    }

    /// <summary>Updates only the rows of a variable and its slots that ids name.</summary>
    /// <param name="variable">What to train.</param>
    /// <param name="gradient">Its gradient, of the same shape.</param>
    /// <param name="slots">The optimizer's memory for this variable, in the order of <see cref="SlotNames"/>.</param>
    /// <param name="rate">A scalar: the learning rate, or what the op says.</param>
    /// <param name="ids">int32 or int64 of any shape; an id named several times is one row all the same.</param>
    public void AssignRows(Variable variable, Tensor gradient, IReadOnlyList<Variable> slots, Tensor rate, Tensor ids) =>
        Assign(variable, slots, new RowUpdateOp(this, Summed: true).ApplyAll([variable.Value, gradient, .. slots.Select(s => s.Value), rate, ids]));

    private static void Assign(Variable variable, IReadOnlyList<Variable> slots, Tensor[] results)
    {
        variable.Assign(results[0]);
        for (int i = 0; i < slots.Count; i++) slots[i].Assign(results[i + 1]);
    }

    /// <summary>The rule, written with ops.</summary>
    private protected abstract Tensor[] Update(Tensor w, Tensor g, Tensor[] slots, Tensor rate);
}
