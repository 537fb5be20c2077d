namespace DeepSharp.Gpu;

/// <summary>Layer normalization row by row, in <c>kernels/layer_norm.cu</c>; 16-bit floats are computed in float32.</summary>
internal sealed class LayerNormKernel : CudaKernel<LayerNormOp>
{
    public override bool Takes16Bit => true;

    protected override bool Supports(LayerNormOp op, ReadOnlySpan<TensorSpec> inputs) => ChannelTypes.Suit(inputs);

    protected override void Run(CudaContext cuda, LayerNormOp op, ReadOnlySpan<Tensor> inputs, ReadOnlySpan<Tensor> outputs)
    {
        var y = outputs[0];
        if (y.Count == 0) return;
        int columns = checked((int)inputs[1].Count);
        long rows = y.Count / columns;
        var function = cuda.Function("layer_norm", RowTeam.IsWarp(columns) ? "layer_norm_warp" : "layer_norm_block", y.DType);
        cuda.Launch(
            function, RowTeam.Grid(cuda, rows, columns), inputs[0].Address(), inputs[1].Address(), inputs[2].Address(), y.Address(), op.Epsilon, rows, columns);
    }
}
