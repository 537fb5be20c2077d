namespace DeepSharp.Gpu;

/// <summary>Adagrad.</summary>
internal sealed class AdagradKernel : UpdateKernel<AdagradOp>
{
    protected override void Run(CudaContext cuda, AdagradOp op, ReadOnlySpan<Tensor> inputs, ReadOnlySpan<Tensor> outputs)
    {
        var (function, grid) = Of(cuda, "adagrad", inputs[0]);
        cuda.Launch(
            function, grid, inputs[0].Address(), inputs[1].Address(), inputs[2].Address(), inputs[3].Address(), outputs[0].Address(), outputs[1].Address(),
            op.Epsilon, inputs[0].Count);
    }
}
