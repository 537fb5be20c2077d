namespace DeepSharp.Cpu;

/// <summary>Updates of several variables in one loop; each keeps to its own tensors.</summary>
internal sealed class FusedUpdateKernel(FusedUpdateOp op, IUpdateKernel rule) : CpuKernel
{
    /// <summary>The kernel, or null where the rule has none.</summary>
    public static FusedUpdateKernel? For(FusedUpdateOp op, Kernel? rule) => rule is IUpdateKernel kernel ? new(op, kernel) : null;

    /// <summary>As for one variable, any of its own tensors may be overwritten.</summary>
    public override bool CanOverwrite(Op fused, int input, int output) => input < op.Count * op.Width && input / op.Width == output / (op.Width - 1);

    public override void Run(Op fused, ReadOnlySpan<Tensor> inputs, ReadOnlySpan<Tensor> outputs) =>
        rule.RunAll(op.Rule, op.Count, op.Decays, inputs, outputs);
}
