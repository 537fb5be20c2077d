using DeepSharp.Cpu;

namespace DeepSharp.Gpu;

/// <summary>Average pooling; each row of a window is summed by itself.</summary>
internal sealed class AveragePoolKernel : CudaKernel<AveragePoolOp>
{
    public override bool Takes16Bit => true;

    protected override void Run(CudaContext cuda, AveragePoolOp op, ReadOnlySpan<Tensor> inputs, ReadOnlySpan<Tensor> outputs) =>
        PoolLaunch.Run(
            cuda, "average_pool", "average_pool", outputs[0], PoolGrid.Of(op, inputs[0].Shape, outputs[0].Shape), inputs[0].Address(), outputs[0].Address());
}
