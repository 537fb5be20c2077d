namespace DeepSharp;

/// <summary>
/// The updates of several variables by one rule, each perhaps after its decay w − w · d; made by the fusion pass. Inputs: variable, gradient and slots
/// of each, then the rule's scalar and d. Outputs: variable and slots of each.
/// </summary>
/// <param name="Rule">The update.</param>
/// <param name="Count">How many variables.</param>
/// <param name="Decays">Whether the variables decay before the update; otherwise there is no d.</param>
internal sealed record FusedUpdateOp(OptimizerOp Rule, int Count, bool Decays) : Op
{
    public override string Name => (Decays ? "decay+" : "") + Rule.Name + (Count > 1 ? $"×{Count}" : "");

    public override string Family => Rule.Family;

    /// <summary>Inputs of one variable.</summary>
    public int Width => Rule.SlotNames().Count + 2;

    public override TensorSpec[] Infer(ReadOnlySpan<TensorSpec> inputs)
    {
        var outputs = new List<TensorSpec>();
        for (int i = 0; i < Count; i++) outputs.AddRange(Rule.Infer([.. inputs.Slice(i * Width, Width), inputs[Count * Width]]));
        return [.. outputs];
    }

    public override Tensor[] Compose(Tensor[] x)
    {
        var (rate, outputs) = (x[Count * Width], new List<Tensor>());
        for (int i = 0; i < Count; i++)
        {
            var own = x[(i * Width)..((i + 1) * Width)];
            if (Decays) own[0] -= own[0] * x[^1];
            outputs.AddRange(Rule.Compose([.. own, rate]));
        }
        return [.. outputs];
    }
}
