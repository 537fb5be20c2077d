namespace DeepSharp.Gpu;

/// <summary>Attention in tiles, no matrix of weights in memory; queries, keys and values are read in any layout.</summary>
internal sealed class ScaledDotProductAttentionKernel : CudaKernel<ScaledDotProductAttentionOp>
{
    private const int Threads = 256, NarrowColumns = 64;

    public override bool Takes16Bit => true;

    protected override bool Supports(ScaledDotProductAttentionOp op, ReadOnlySpan<TensorSpec> inputs) =>
        op.Infer(inputs) is [var y, var logSum] && AttentionArguments.Suits(inputs, y, logSum);

    protected override bool AcceptsStrided(ScaledDotProductAttentionOp op, int input) => input < 3;

    protected override void Run(CudaContext cuda, ScaledDotProductAttentionOp op, ReadOnlySpan<Tensor> inputs, ReadOnlySpan<Tensor> outputs)
    {
        var (y, logSum) = (outputs[0], outputs[1]);
        if (logSum.Count == 0) return;
        var arguments = new AttentionArguments(stackalloc KernelArgument[AttentionArguments.Most]);
        arguments.Add(op, inputs[..3], inputs[3..], logSum.Shape.Dims[..^1]);
        arguments.Add(y.Address());
        arguments.Add(logSum.Address());
        int queries = logSum.Shape[^1], matrices = checked((int)(logSum.Count / queries));
        cuda.Launch(
            cuda.Function("attention", y.Shape[^1] <= NarrowColumns ? "attention_4" : "attention_8", y.DType),
            new LaunchGrid(AttentionArguments.Blocks(matrices, queries, y.DType), Threads), arguments.All);
    }
}
