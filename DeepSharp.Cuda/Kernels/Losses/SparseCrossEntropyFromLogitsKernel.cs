namespace DeepSharp.Gpu;

/// <summary>Sparse cross-entropy over the last axis, in <c>kernels/cross_entropy.cu</c>; nothing is stored but the loss.</summary>
internal sealed class SparseCrossEntropyFromLogitsKernel : CudaKernel<SparseCrossEntropyFromLogitsOp>
{
    protected override bool Supports(SparseCrossEntropyFromLogitsOp op, ReadOnlySpan<TensorSpec> inputs) => ClassAxis.IsLast(inputs[0].Shape, op.Axis, op.Name);

    protected override void Run(CudaContext cuda, SparseCrossEntropyFromLogitsOp op, ReadOnlySpan<Tensor> inputs, ReadOnlySpan<Tensor> outputs)
    {
        var (x, loss, labels) = (inputs[0], outputs[0], new LabelArguments(inputs[1], op.IgnoreClass));
        int n = x.Shape[^1];
        cuda.Launch(
            cuda.Function("cross_entropy", RowTeam.IsWarp(n) ? "sparse_cross_entropy_warp" : "sparse_cross_entropy_block", x.DType),
            RowTeam.Grid(cuda, loss.Count, n),
            x.Address(), labels.Data, labels.IsWide, labels.Ignores, labels.Ignored, loss.Address(), loss.Count, n, LabelArguments.Fault(cuda, op, n));
    }
}
