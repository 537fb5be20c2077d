using DeepSharp.Cpu;

namespace DeepSharp.Gpu;

/// <summary>Max pooling.</summary>
internal sealed class MaxPoolKernel : CudaKernel<MaxPoolOp>
{
    public override bool Takes16Bit => true;

    protected override void Run(CudaContext cuda, MaxPoolOp op, ReadOnlySpan<Tensor> inputs, ReadOnlySpan<Tensor> outputs) =>
        PoolLaunch.Run(cuda, "max_pool", "max_pool", outputs[0], PoolGrid.Of(op, inputs[0].Shape, outputs[0].Shape), inputs[0].Address(), outputs[0].Address());
}
