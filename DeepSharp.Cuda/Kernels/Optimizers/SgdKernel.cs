namespace DeepSharp.Gpu;

/// <summary>Plain gradient descent.</summary>
internal sealed class SgdKernel : UpdateKernel<SgdOp>
{
    protected override void Run(CudaContext cuda, SgdOp op, ReadOnlySpan<Tensor> inputs, ReadOnlySpan<Tensor> outputs)
    {
        var (function, grid) = Of(cuda, "sgd", inputs[0]);
        cuda.Launch(function, grid, inputs[0].Address(), inputs[1].Address(), inputs[2].Address(), outputs[0].Address(), inputs[0].Count);
    }
}
