namespace DeepSharp.Cpu;

/// <summary>A product whose bias and activation are done on rows that are still in cache.</summary>
internal sealed unsafe class FusedProductKernel(FusedProductOp op, CpuKernel product, DType dtype) : CpuKernel
{
    private readonly Tile? _activation = op.Activation?.Accept(new TileBuilder([dtype]));

    /// <summary>The kernel, or null where the product cannot be fused.</summary>
    public static FusedProductKernel? For(FusedProductOp op, Kernel? product, ReadOnlySpan<TensorSpec> inputs) =>
        product is IProductKernel && inputs[0].DType is DType.Float32 or DType.Float64 ? new(op, (CpuKernel)product, inputs[0].DType) : null;

    /// <summary>The bias, which follows the two factors, is read as one dense row.</summary>
    public override bool AcceptsStrided(Op fused, int input) => input < 2 && product.AcceptsStrided(op.Product, input);

    public override void Run(Op fused, ReadOnlySpan<Tensor> inputs, ReadOnlySpan<Tensor> outputs)
    {
        byte* bias = op.HasBias ? inputs[^1].Bytes() : null;
        ((IProductKernel)product).RunProduct(op.Product, op.HasBias ? inputs[..^1] : inputs, outputs[0], new(bias, _activation));
    }
}
