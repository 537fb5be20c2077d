namespace DeepSharp.Gpu;

/// <summary>Categorical cross-entropy over the last axis, in <c>kernels/cross_entropy.cu</c>.</summary>
internal sealed class CategoricalCrossEntropyFromLogitsKernel : CudaKernel<CategoricalCrossEntropyFromLogitsOp>
{
    protected override bool Supports(CategoricalCrossEntropyFromLogitsOp op, ReadOnlySpan<TensorSpec> inputs) =>
        ClassAxis.IsLast(inputs[0].Shape, op.Axis, op.Name);

    protected override void Run(CudaContext cuda, CategoricalCrossEntropyFromLogitsOp op, ReadOnlySpan<Tensor> inputs, ReadOnlySpan<Tensor> outputs)
    {
        var (x, loss) = (inputs[0], outputs[0]);
        int n = x.Shape[^1];
        cuda.Launch(
            cuda.Function("cross_entropy", RowTeam.IsWarp(n) ? "categorical_cross_entropy_warp" : "categorical_cross_entropy_block", x.DType),
            RowTeam.Grid(cuda, loss.Count, n), x.Address(), inputs[1].Address(), loss.Address(), loss.Count, n);
    }
}
