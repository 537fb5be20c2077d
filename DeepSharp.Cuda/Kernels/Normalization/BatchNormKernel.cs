namespace DeepSharp.Gpu;

/// <summary>Batch normalization over channels in the last axis, in <c>kernels/batch_norm.cu</c>. Other axes use the composition.</summary>
internal sealed class BatchNormKernel : CudaKernel<BatchNormOp>
{
    public override bool Takes16Bit => true;

    protected override bool Supports(BatchNormOp op, ReadOnlySpan<TensorSpec> inputs) => op.Axis == inputs[0].Shape.Rank - 1 && ChannelTypes.Suit(inputs);

    protected override bool CanOverwrite(BatchNormOp op, int input, int output) => input == 0 && output == 0;

    protected override void Run(CudaContext cuda, BatchNormOp op, ReadOnlySpan<Tensor> inputs, ReadOnlySpan<Tensor> outputs) =>
        Run(cuda, op, inputs, outputs, default, relu: false);

    /// <summary>Moments, factors, and the second reading with what is fused behind it.</summary>
    /// <param name="cuda">The device.</param>
    /// <param name="op">The normalization.</param>
    /// <param name="inputs">x, γ, β.</param>
    /// <param name="outputs">y, μ, σ².</param>
    /// <param name="other">What is added, or none.</param>
    /// <param name="relu">Whether a relu follows.</param>
    public static void Run(
        CudaContext cuda, BatchNormOp op, ReadOnlySpan<Tensor> inputs, ReadOnlySpan<Tensor> outputs, DevicePointer other, bool relu)
    {
        if (inputs[1].Count == 0) return;
        var (x, gamma, beta, mean, variance) = (inputs[0], inputs[1].Address(), inputs[2].Address(), outputs[1].Address(), outputs[2].Address());
        int columns = x.Shape[^1];
        var grid = new ColumnGrid(x.Count / columns, columns);
        DevicePointer partial = cuda.Scratch(3 * grid.PartialBytes), scale = cuda.Scratch((long)columns * inputs[1].DType.Size);
        cuda.Launch(cuda.Function("batch_norm", "batch_norm_moments", x.DType), grid.Stage, x.Address(), partial, grid.Rows, columns);
        cuda.Launch(
            cuda.Function("batch_norm", "batch_norm_finish", x.DType), grid.Finish,
            x.Address(), partial, grid.Slabs, gamma, mean, variance, scale, op.Epsilon, grid.Rows, columns);
        cuda.Launch(
            cuda.Function("batch_norm", "batch_norm_apply", x.DType), grid.Stage,
            x.Address(), mean, scale, beta, other, outputs[0].Address(), relu, grid.Rows, columns);
    }
}
