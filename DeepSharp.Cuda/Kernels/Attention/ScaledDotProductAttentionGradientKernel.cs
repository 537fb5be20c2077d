namespace DeepSharp.Gpu;

/// <summary>The gradients of attention in tiles, likewise: one launch for the keys and values, one for the queries.</summary>
internal sealed class ScaledDotProductAttentionGradientKernel : CudaKernel<ScaledDotProductAttentionGradientOp>
{
    private const string Module = "attention_gradient";
    private const int Threads = 256, NarrowColumns = 64;

    public override bool Takes16Bit => true;

    protected override bool Supports(ScaledDotProductAttentionGradientOp op, ReadOnlySpan<TensorSpec> inputs) =>
        op.Forward.Infer(ScaledDotProductAttentionGradientOp.ForwardInputs(inputs)) is [var y, var logSum] && AttentionArguments.Suits(inputs, y, logSum);

    protected override bool AcceptsStrided(ScaledDotProductAttentionGradientOp op, int input) => input is < 3 or 5;

    protected override void Run(CudaContext cuda, ScaledDotProductAttentionGradientOp op, ReadOnlySpan<Tensor> inputs, ReadOnlySpan<Tensor> outputs)
    {
        var (y, logSum, dy) = (inputs[3], inputs[4], inputs[5]);
        var type = y.DType;
        var batch = logSum.Shape.Dims[..^1];
        int matrices = 1, queries = logSum.Shape[^1], keys = outputs[1].Shape[^2];
        foreach (int length in batch) matrices = checked(matrices * length);
        var dots = cuda.Scratch(logSum.Spec.Bytes);

        Span<KernelArgument> room = stackalloc KernelArgument[AttentionArguments.Most];
        var arguments = new AttentionArguments(room);
        arguments.AddMatrices(dy, batch);
        arguments.Add(y.Address());
        arguments.Add(inputs[6].Address());
        arguments.Add(dots);
        arguments.AddBatch(batch);
        arguments.Add(queries);
        arguments.Add(y.Shape[^1]);
        arguments.Add(logSum.Count);
        cuda.Launch(cuda.Function(Module, "attention_dots", type), cuda.GridFor(logSum.Count), arguments.All);

        bool narrow = Math.Max(outputs[0].Shape[^1], outputs[2].Shape[^1]) <= NarrowColumns;
        arguments = Operands(room, op.Forward, inputs, batch, dots);
        arguments.Add(outputs[1].Address());
        arguments.Add(outputs[2].Address());
        cuda.Launch(
            cuda.Function(Module, narrow ? "attention_key_gradient_4" : "attention_key_gradient_8", type),
            new LaunchGrid(AttentionArguments.Blocks(matrices, keys, type), Threads), arguments.All);

        arguments = Operands(room, op.Forward, inputs, batch, dots);
        arguments.Add(outputs[0].Address());
        cuda.Launch(
            cuda.Function(Module, narrow ? "attention_query_gradient_4" : "attention_query_gradient_8", type),
            new LaunchGrid(AttentionArguments.Blocks(matrices, queries, type), Threads), arguments.All);
    }

    private static AttentionArguments Operands(
        Span<KernelArgument> room, ScaledDotProductAttentionOp op, ReadOnlySpan<Tensor> inputs, ReadOnlySpan<int> batch, DevicePointer dots)
    {
        var arguments = new AttentionArguments(room);
        arguments.Add(op, inputs[..3], inputs[7..], batch);
        arguments.AddMatrices(inputs[5], batch);
        arguments.Add(inputs[4].Address());
        arguments.Add(dots);
        return arguments;
    }
}
