using DeepSharp.Cpu;

namespace DeepSharp.Gpu;

/// <summary>Reads values where the data has its maxima: the second derivative's way back.</summary>
internal sealed class MaxPoolPickKernel : CudaKernel<MaxPoolPickOp>
{
    public override bool Takes16Bit => true;

    protected override void Run(CudaContext cuda, MaxPoolPickOp op, ReadOnlySpan<Tensor> inputs, ReadOnlySpan<Tensor> outputs) =>
        PoolLaunch.Run(
            cuda, "max_pool", "max_pool_pick", outputs[0], PoolGrid.Of(op, inputs[0].Shape, outputs[0].Shape),
            inputs[0].Address(), inputs[1].Address(), outputs[0].Address());
}
