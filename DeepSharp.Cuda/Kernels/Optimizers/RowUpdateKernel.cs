namespace DeepSharp.Gpu;

/// <summary>An update of the rows that ids name, in <c>kernels/row_update.cu</c>; in place it touches no others.</summary>
/// <remarks>The ids are sorted first; who finds a row's first key adds the row's gradients in their order, as the CPU does, and updates the row.</remarks>
internal sealed class RowUpdateKernel(RowUpdateOp op, UpdateRule rule) : CudaKernel
{
    private const int PackBytes = 16;

    /// <summary>The kernel, or null where the rule has none.</summary>
    public static RowUpdateKernel? For(RowUpdateOp op, Kernel? rule) => rule is IUpdateKernel kernel ? new(op, kernel.RuleOf(op.Rule)) : null;

    /// <summary>Rows without a gradient stay, so that a result can only lie over its own old value.</summary>
    public override bool CanOverwrite(Op rows, int input, int output) => input == (output == 0 ? 0 : output + 1);

    public override void Run(CudaContext cuda, Op rows, ReadOnlySpan<Tensor> inputs, ReadOnlySpan<Tensor> outputs)
    {
        var (variable, rate, ids) = (inputs[0], inputs[^2], inputs[^1]);
        for (int i = 0; i < outputs.Length; i++)
        {
            DevicePointer from = inputs[i == 0 ? 0 : i + 1].Address(), to = outputs[i].Address();
            if (from != to) cuda.Copy(from, to, outputs[i].Spec.Bytes);
        }
        if (ids.Count == 0) return;
        int count = checked((int)ids.Count), length = variable.Shape[0];
        var keys = IndexSort.Indices(cuda, op, ids, length, fromEnd: true);
        if (variable.Count == 0) return;
        long row = variable.Count / length;
        int pack = PackBytes / variable.DType.Size;
        var t = UpdateTensors.Of(inputs[..^2], outputs);
        cuda.Launch(
            cuda.Function("row_update", rule.Name, "rows", variable.DType), cuda.GridFor(count * row, perThread: row % pack == 0 ? pack : 1),
            t.W, t.G, t.S0, t.S1, t.S2, t.NewW, t.New0, t.New1, t.New2, rate.Address(), rule.A, rule.B, rule.C, rule.D, rule.Flag,
            keys, count, length, row, op.Summed);
    }
}
