namespace DeepSharp.Gpu;

/// <summary>The kernel of an optimizer's rule: one launch for each variable, in <c>kernels/optimizers.cu</c>.</summary>
internal abstract class UpdateKernel<TOp> : CudaKernel<TOp>, IUpdateKernel where TOp : OptimizerOp
{
    private const int PackBytes = 16;

    private UpdateRule? _rule;

    public UpdateRule RuleOf(OptimizerOp op) => Rule((TOp)op);

    /// <summary>The rule with the op's numbers.</summary>
    protected abstract UpdateRule Rule(TOp op);

    /// <summary>An element is stored only after all inputs at its place are read, so any of them but the scalar may be overwritten.</summary>
    protected sealed override bool CanOverwrite(TOp op, int input, int output) => input < op.SlotNames().Count + 2;

    protected sealed override void Run(CudaContext cuda, TOp op, ReadOnlySpan<Tensor> inputs, ReadOnlySpan<Tensor> outputs)
    {
        var variable = inputs[0];
        var (rule, t) = (_rule ??= Rule(op), UpdateTensors.Of(inputs[..^1], outputs));
        cuda.Launch(
            cuda.Function("optimizers", rule.Name, variable.DType), cuda.GridFor(variable.Count, perThread: PackBytes / variable.DType.Size),
            t.W, t.G, t.S0, t.S1, t.S2, t.NewW, t.New0, t.New1, t.New2, inputs[^1].Address(), rule.A, rule.B, rule.C, rule.D, rule.Flag, variable.Count);
    }
}
