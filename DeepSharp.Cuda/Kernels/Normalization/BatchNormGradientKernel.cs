namespace DeepSharp.Gpu;

/// <summary>The gradient of batch normalization over channels in the last axis, in <c>kernels/batch_norm_gradient.cu</c>.</summary>
internal sealed class BatchNormGradientKernel : CudaKernel<BatchNormGradientOp>
{
    public override bool Takes16Bit => true;

    protected override bool Supports(BatchNormGradientOp op, ReadOnlySpan<TensorSpec> inputs) =>
        op.Axis == inputs[0].Shape.Rank - 1 && ChannelTypes.Suit(inputs);

    protected override bool CanOverwrite(BatchNormGradientOp op, int input, int output) => input is 0 or 4 && output == 0;

    protected override void Run(CudaContext cuda, BatchNormGradientOp op, ReadOnlySpan<Tensor> inputs, ReadOnlySpan<Tensor> outputs) =>
        Run(cuda, op, inputs, outputs, default);

    /// <summary>Column sums, factors, and dx.</summary>
    /// <param name="cuda">The device.</param>
    /// <param name="op">The gradient.</param>
    /// <param name="inputs">x, γ, μ, σ², dy.</param>
    /// <param name="outputs">dx, dγ, dβ.</param>
    /// <param name="beta">β where dy is that of a relu behind the normalization, else none.</param>
    public static void Run(CudaContext cuda, BatchNormGradientOp op, ReadOnlySpan<Tensor> inputs, ReadOnlySpan<Tensor> outputs, DevicePointer beta)
    {
        if (inputs[1].Count == 0) return;
        var type = inputs[0].DType;
        DevicePointer x = inputs[0].Address(), gamma = inputs[1].Address(), mean = inputs[2].Address(), variance = inputs[3].Address();
        var dy = inputs[4].Address();
        int columns = inputs[0].Shape[^1];
        var grid = new ColumnGrid(inputs[0].Count / columns, columns);
        DevicePointer partial = cuda.Scratch(2 * grid.PartialBytes), k0 = cuda.Scratch(2 * inputs[1].Spec.Bytes), k1 = k0 + inputs[1].Spec.Bytes;
        cuda.Launch(
            cuda.Function("batch_norm_gradient", "batch_norm_gradient_sums", type), grid.Stage,
            x, gamma, mean, variance, dy, beta, op.Epsilon, partial, grid.Rows, columns);
        cuda.Launch(
            cuda.Function("batch_norm_gradient", "batch_norm_gradient_finish", type), grid.Finish,
            partial, grid.Slabs, variance, op.Epsilon, outputs[1].Address(), outputs[2].Address(), k0, k1, grid.Rows, columns);
        cuda.Launch(
            cuda.Function("batch_norm_gradient", "batch_norm_gradient_apply", type), grid.Stage,
            x, gamma, mean, variance, dy, beta, op.Epsilon, k0, k1, outputs[0].Address(), grid.Rows, columns);
    }
}
