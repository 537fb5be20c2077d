namespace DeepSharp.Cpu;

/// <summary>The kernel of an optimizer's rule: for one variable, and for the fused forms, which hand it their tensors.</summary>
internal abstract class UpdateKernel<TOp, TRule> : CpuKernel<TOp>, IUpdateKernel where TOp : OptimizerOp where TRule : struct, IUpdateRule<TOp>
{
    /// <summary>An element is stored only after all inputs at its place are read, so any of them but the scalar may be
    /// overwritten.</summary>
    protected sealed override bool CanOverwrite(TOp op, int input, int output) => input < op.SlotNames().Count + 2;

    protected sealed override void Run(TOp op, ReadOnlySpan<Tensor> inputs, ReadOnlySpan<Tensor> outputs) => RunAll(op, 1, false, inputs, outputs);

    public void RunAll(OptimizerOp op, int count, bool decays, ReadOnlySpan<Tensor> inputs, ReadOnlySpan<Tensor> outputs)
    {
        if (outputs[0].DType == DType.Float32) UpdateGroup<TRule, float>.Run(Rule(op), count, decays, inputs, outputs);
        else UpdateGroup<TRule, double>.Run(Rule(op), count, decays, inputs, outputs);
    }

    public void RunRows(RowUpdateOp op, ReadOnlySpan<Tensor> inputs, ReadOnlySpan<Tensor> outputs)
    {
        if (outputs[0].DType == DType.Float32) UpdateRows<TRule, float>.Run(op, Rule(op.Rule), inputs, outputs);
        else UpdateRows<TRule, double>.Run(op, Rule(op.Rule), inputs, outputs);
    }

    private static TRule Rule(OptimizerOp op)
    {
        var rule = new TRule();
        rule.Set((TOp)op);
        return rule;
    }
}

/// <summary>What the fused forms of updates ask of their rule's kernel.</summary>
internal interface IUpdateKernel
{
    /// <summary>Updates several variables; inputs and outputs are those of a <see cref="FusedUpdateOp"/>.</summary>
    void RunAll(OptimizerOp op, int count, bool decays, ReadOnlySpan<Tensor> inputs, ReadOnlySpan<Tensor> outputs);

    /// <summary>Updates rows of a variable.</summary>
    void RunRows(RowUpdateOp op, ReadOnlySpan<Tensor> inputs, ReadOnlySpan<Tensor> outputs);
}
