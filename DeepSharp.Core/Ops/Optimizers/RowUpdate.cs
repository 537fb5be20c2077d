namespace DeepSharp;

/// <summary>An update of the rows that ids name, as a gradient through an embedding touches them; all other rows stay as they are.</summary>
/// <remarks>
/// Inputs: variable, gradient, the rule's slots, its scalar, ids (int32 or int64 of any shape; negative ones count from the end).
/// The gradient is a list of rows, one for each id; those of one id are added in their order. Outputs: variable, slots.
/// For a rule that a gradient of zero leaves at rest this is the rule itself, done sooner. For others it is their lazy form: Adam's averages of rows
/// without a gradient do not decay meanwhile.
/// </remarks>
/// <param name="Rule">The update.</param>
/// <param name="Summed">Whether the gradient has the variable's shape, the rows of one id being added already.</param>
public sealed record RowUpdateOp(OptimizerOp Rule, bool Summed = false) : Op
{
    /// <inheritdoc/>
    public override string Name => Rule.Name + "_rows";

    /// <inheritdoc/>
    public override string Family => Rule.Family;

    /// <inheritdoc/>
    public override TensorSpec[] Infer(ReadOnlySpan<TensorSpec> inputs)
    {
        var slots = Rule.SlotNames();
        if (inputs.Length != slots.Count + 4)
            throw new ShapeMismatchException(
                $"[{Name}] takes {slots.Count + 4} tensors ({string.Join(", ", ["variable", "gradient", .. slots, "rate", "ids"])}) but got {inputs.Length}.");
        var (variable, gradient, ids) = (inputs[0], inputs[1], inputs[^1]);
        Indices.RequireIntegers(Name, ids.DType);
        if (variable.Shape.Rank == 0) throw new ShapeMismatchException($"[{Name}] the variable must have rows but is {variable}.");
        Shape expected = Summed ? variable.Shape : [.. ids.Shape.Dims, .. variable.Shape.Dims[1..]];
        if (gradient.DType != variable.DType || !gradient.Shape.Matches(expected))
            throw new ShapeMismatchException(
                $"[{Name}] the gradient of {variable} by ids {ids} must be {variable.DType.KerasName} {expected} but is {gradient}.");
        return Rule.Infer([variable, variable, .. inputs[2..^1]]);
    }

    /// <inheritdoc/>
    public override Tensor[] Compose(Tensor[] x)
    {
        var (variable, ids) = (x[0], x[^1]);
        var add = new ScatterAddOp(0, variable.Shape[0]);
        var named = add.Apply(ids, Tensor.Ones(ids.Shape, DType.Int32, variable.Device)) > 0;
        for (int d = 1; d < variable.Rank; d++) named = named.ExpandDims(-1);
        Tensor[] inputs = [variable, Summed ? x[1] : add.Apply(ids, x[1]), .. x[2..^1]];
        var updated = Rule.Compose(inputs);
        // The outputs are the variable and the slots; the gradient stands between them in the inputs.
        return [.. updated.Select((y, i) => Tensor.Where(named, y, inputs[i == 0 ? 0 : i + 1]))];
    }
}
