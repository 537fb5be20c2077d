namespace DeepSharp.Gpu;

/// <summary>The gradient of sparse cross-entropy for the logits.</summary>
internal sealed class SparseCrossEntropyGradientKernel : CudaKernel<SparseCrossEntropyGradientOp>
{
    protected override bool CanOverwrite(SparseCrossEntropyGradientOp op, int input, int output) => input == 0;

    protected override void Run(CudaContext cuda, SparseCrossEntropyGradientOp op, ReadOnlySpan<Tensor> inputs, ReadOnlySpan<Tensor> outputs)
    {
        var (dx, labels) = (outputs[0], new LabelArguments(inputs[1], op.IgnoreClass));
        int n = dx.Shape[^1];
        long rows = inputs[2].Count;
        cuda.Launch(
            cuda.Function("cross_entropy", RowTeam.IsWarp(n) ? "sparse_cross_entropy_gradient_warp" : "sparse_cross_entropy_gradient_block", dx.DType),
            RowTeam.Grid(cuda, rows, n),
            inputs[0].Address(), labels.Data, labels.IsWide, labels.Ignores, labels.Ignored, inputs[2].Address(), dx.Address(), rows, n,
            LabelArguments.Fault(cuda, op, n));
    }
}
