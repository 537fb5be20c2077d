namespace DeepSharp.Gpu;

/// <summary>Gradient descent with momentum.</summary>
internal sealed class MomentumKernel : UpdateKernel<MomentumOp>
{
    protected override void Run(CudaContext cuda, MomentumOp op, ReadOnlySpan<Tensor> inputs, ReadOnlySpan<Tensor> outputs)
    {
        var (function, grid) = Of(cuda, "momentum", inputs[0]);
        cuda.Launch(
            function, grid, inputs[0].Address(), inputs[1].Address(), inputs[2].Address(), inputs[3].Address(), outputs[0].Address(), outputs[1].Address(),
            op.Momentum, op.Nesterov, inputs[0].Count);
    }
}
