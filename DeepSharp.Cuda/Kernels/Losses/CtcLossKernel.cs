namespace DeepSharp.Gpu;

/// <summary>Connectionist temporal classification, a block for each sample.</summary>
internal sealed class CtcLossKernel : CudaKernel<CtcLossOp>
{
    protected override void Run(CudaContext cuda, CtcLossOp op, ReadOnlySpan<Tensor> inputs, ReadOnlySpan<Tensor> outputs) =>
        new CtcBatch(cuda, op, op.Blank).Loss(inputs, outputs[0]);
}
