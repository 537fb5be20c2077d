namespace DeepSharp.Gpu;

/// <summary>Updates of several variables in one launch, in <c>kernels/fused_update.cu</c>; each keeps to its own tensors.</summary>
internal sealed class FusedUpdateKernel(FusedUpdateOp op, UpdateRule rule) : CudaKernel
{
    private const int Threads = 256, PackBytes = 16;

    private readonly string _entry = $"fused_{rule.Name}";
    private UpdateTable? _table;

    /// <summary>The kernel, or null where the rule has none.</summary>
    public static FusedUpdateKernel? For(FusedUpdateOp op, Kernel? rule) => rule is IUpdateKernel kernel ? new(op, kernel.RuleOf(op.Rule)) : null;

    /// <summary>As for one variable, any of its own tensors may be overwritten.</summary>
    public override bool CanOverwrite(Op fused, int input, int output) => input < op.Count * op.Width && input / op.Width == output / (op.Width - 1);

    public override void Run(CudaContext cuda, Op fused, ReadOnlySpan<Tensor> inputs, ReadOnlySpan<Tensor> outputs)
    {
        var type = outputs[0].DType;
        int scalar = op.Count * op.Width;
        _table ??= new(cuda, op.Count, Threads * PackBytes / type.Size);
        int blocks = _table.Write(inputs[..scalar], outputs);
        cuda.Launch(
            cuda.Function("fused_update", _entry, type), new LaunchGrid(blocks, Threads), _table.Pointer, op.Count, inputs[scalar].Address(),
            op.Decays ? inputs[^1].Address() : default, rule.A, rule.B, rule.C, rule.D, rule.Flag);
    }
}
