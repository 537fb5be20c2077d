namespace DeepSharp.Gpu;

/// <summary>The gradient of categorical cross-entropy for the logits.</summary>
internal sealed class CategoricalCrossEntropyGradientKernel : CudaKernel<CategoricalCrossEntropyGradientOp>
{
    protected override bool CanOverwrite(CategoricalCrossEntropyGradientOp op, int input, int output) => input == 0;

    protected override void Run(CudaContext cuda, CategoricalCrossEntropyGradientOp op, ReadOnlySpan<Tensor> inputs, ReadOnlySpan<Tensor> outputs)
    {
        var dx = outputs[0];
        int n = dx.Shape[^1];
        long rows = inputs[2].Count;
        string entry = RowTeam.IsWarp(n) ? "categorical_cross_entropy_gradient_warp" : "categorical_cross_entropy_gradient_block";
        cuda.Launch(
            cuda.Function("cross_entropy", entry, dx.DType),
            RowTeam.Grid(cuda, rows, n), inputs[0].Address(), inputs[1].Address(), inputs[2].Address(), dx.Address(), rows, n);
    }
}
