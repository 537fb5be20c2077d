namespace DeepSharp.Cpu;

/// <summary>An update of some rows; in place it touches no others.</summary>
internal sealed class RowUpdateKernel(RowUpdateOp op, IUpdateKernel rule) : CpuKernel
{
    /// <summary>The kernel, or null where the rule has none.</summary>
    public static RowUpdateKernel? For(RowUpdateOp op, Kernel? rule) => rule is IUpdateKernel kernel ? new(op, kernel) : null;

    /// <summary>Rows without a gradient stay, so that a result can only lie over its own old value.</summary>
    public override bool CanOverwrite(Op rows, int input, int output) => input == (output == 0 ? 0 : output + 1);

    public override void Run(Op rows, ReadOnlySpan<Tensor> inputs, ReadOnlySpan<Tensor> outputs) => rule.RunRows(op, inputs, outputs);
}
