namespace DeepSharp.Gpu;

/// <summary>The gradient of layer normalization: dx row by row, then dγ and dβ as sums over rows in two stages.</summary>
internal sealed class LayerNormGradientKernel : CudaKernel<LayerNormGradientOp>
{
    private const string Module = "layer_norm";

    public override bool Takes16Bit => true;

    protected override bool Supports(LayerNormGradientOp op, ReadOnlySpan<TensorSpec> inputs) => ChannelTypes.Suit(inputs);

    protected override void Run(CudaContext cuda, LayerNormGradientOp op, ReadOnlySpan<Tensor> inputs, ReadOnlySpan<Tensor> outputs)
    {
        if (outputs[1].Count == 0) return;
        var type = outputs[0].DType;
        DevicePointer x = inputs[0].Address(), dy = inputs[2].Address();
        int columns = checked((int)inputs[1].Count);
        var grid = new ColumnGrid(inputs[0].Count / columns, columns);
        var statistics = cuda.Scratch(2 * grid.Rows * (type == DType.Float64 ? sizeof(double) : sizeof(float)));
        var partial = cuda.Scratch(2 * grid.PartialBytes);
        cuda.Launch(
            cuda.Function(Module, RowTeam.IsWarp(columns) ? "layer_norm_gradient_warp" : "layer_norm_gradient_block", type),
            RowTeam.Grid(cuda, grid.Rows, columns), x, inputs[1].Address(), dy, outputs[0].Address(), statistics, op.Epsilon, grid.Rows, columns);
        cuda.Launch(cuda.Function(Module, "layer_norm_gradient_sums", type), grid.Stage, x, dy, statistics, partial, grid.Rows, columns);
        cuda.Launch(
            cuda.Function(Module, "layer_norm_gradient_finish", type), grid.Finish, partial, grid.Slabs, outputs[1].Address(), outputs[2].Address(), columns);
    }
}
