using DeepSharp.Cpu;

namespace DeepSharp.Gpu;

/// <summary>The gradient of max pooling; the places of the maxima are found again.</summary>
internal sealed class MaxPoolGradientKernel : CudaKernel<MaxPoolGradientOp>
{
    public override bool Takes16Bit => true;

    protected override void Run(CudaContext cuda, MaxPoolGradientOp op, ReadOnlySpan<Tensor> inputs, ReadOnlySpan<Tensor> outputs) =>
        Run(cuda, op, inputs, outputs, relu: false);

    /// <summary>Launches.</summary>
    /// <param name="cuda">The device.</param>
    /// <param name="op">The gradient.</param>
    /// <param name="inputs">x and dy.</param>
    /// <param name="outputs">dx.</param>
    /// <param name="relu">Whether gradients pass only where the maximum is above zero.</param>
    public static void Run(CudaContext cuda, MaxPoolGradientOp op, ReadOnlySpan<Tensor> inputs, ReadOnlySpan<Tensor> outputs, bool relu) =>
        PoolLaunch.Run(
            cuda, "max_pool", "max_pool_gradient", outputs[0], PoolGrid.Of(op, inputs[0].Shape, inputs[1].Shape),
            inputs[0].Address(), inputs[1].Address(), outputs[0].Address(), relu);
}
