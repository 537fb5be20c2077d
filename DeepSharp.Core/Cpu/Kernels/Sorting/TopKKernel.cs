namespace DeepSharp.Cpu;

/// <summary>Takes the k largest of every line along the last axis.</summary>
internal sealed class TopKKernel : CpuKernel<TopKOp>
{
    protected override void Run(TopKOp op, ReadOnlySpan<Tensor> inputs, ReadOnlySpan<Tensor> outputs) =>
        LineOrder.Run(inputs[0], -1, op.K, true, outputs[0], outputs[1]);
}
