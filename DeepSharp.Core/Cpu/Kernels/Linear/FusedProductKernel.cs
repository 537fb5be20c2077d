namespace DeepSharp.Cpu;

/// <summary>A product whose scale, bias, second operand and activation are done on rows that are still in cache.</summary>
internal sealed unsafe class FusedProductKernel(FusedProductOp op, CpuKernel product, EpilogueRows rows) : CpuKernel
{
    /// <summary>The kernel, or null where the product cannot be fused.</summary>
    public static FusedProductKernel? For(FusedProductOp op, Kernel? product, ReadOnlySpan<TensorSpec> inputs) =>
        product is IProductKernel kernel && (op.Merge is null || kernel.HasWarmRows(op.Product, inputs)) && EpilogueRows.For(op, inputs[0].DType) is { } rows
            ? new(op, (CpuKernel)product, rows) : null;

    /// <summary>What follows the two factors is read as dense rows.</summary>
    public override bool AcceptsStrided(Op fused, int input) => input < 2 && product.AcceptsStrided(op.Product, input);

    public override void Run(Op fused, ReadOnlySpan<Tensor> inputs, ReadOnlySpan<Tensor> outputs)
    {
        int next = inputs.Length - op.MoreInputs;
        var factors = inputs[..next];
        byte* scale = op.HasScale ? inputs[next++].Bytes() : null;
        byte* bias = op.HasBias ? inputs[next++].Bytes() : null;
        byte* other = op.Merge is not null ? inputs[next].Bytes() : null;
        ((IProductKernel)product).RunProduct(op.Product, factors, outputs[0], new(rows, scale, bias, other, outputs[0].Shape[^1]));
    }
}
