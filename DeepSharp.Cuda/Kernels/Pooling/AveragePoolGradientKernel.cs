using DeepSharp.Cpu;

namespace DeepSharp.Gpu;

/// <summary>The gradient of average pooling: each input collects from the windows that hold it.</summary>
internal sealed class AveragePoolGradientKernel : CudaKernel<AveragePoolGradientOp>
{
    public override bool Takes16Bit => true;

    protected override void Run(CudaContext cuda, AveragePoolGradientOp op, ReadOnlySpan<Tensor> inputs, ReadOnlySpan<Tensor> outputs) =>
        PoolLaunch.Run(
            cuda, "average_pool", "average_pool_gradient", outputs[0], PoolGrid.Of(op, outputs[0].Shape, inputs[0].Shape),
            inputs[0].Address(), outputs[0].Address());
}
