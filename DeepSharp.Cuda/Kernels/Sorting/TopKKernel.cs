namespace DeepSharp.Gpu;

/// <summary>Takes the k largest of every line along the last axis.</summary>
internal sealed class TopKKernel : CudaKernel<TopKOp>
{
    protected override void Run(CudaContext cuda, TopKOp op, ReadOnlySpan<Tensor> inputs, ReadOnlySpan<Tensor> outputs) =>
        LineOrder.Run(cuda, inputs[0], -1, op.K, true, outputs[0], outputs[1]);
}
