namespace DeepSharp.Cpu;

/// <summary>Attention in blocks, no matrix of weights in memory; queries, keys and values are read in any layout.</summary>
internal sealed unsafe class ScaledDotProductAttentionKernel : CpuKernel<ScaledDotProductAttentionOp>
{
    /// <summary>Multiply-adds a thread should at least have to do.</summary>
    private const long Grain = 150_000;

    /// <summary>Values with leading axes that queries and keys do not have are left to the composition.</summary>
    protected override bool Supports(ScaledDotProductAttentionOp op, ReadOnlySpan<TensorSpec> inputs) =>
        op.Infer(inputs) is [var y, var logSum] && y.Shape[..^2] == logSum.Shape[..^1];

    protected override bool AcceptsStrided(ScaledDotProductAttentionOp op, int input) => input < 3;

    protected override void Run(ScaledDotProductAttentionOp op, ReadOnlySpan<Tensor> inputs, ReadOnlySpan<Tensor> outputs)
    {
        if (outputs[1].Count == 0) return;
        if (outputs[0].DType == DType.Float32) Run<float>(op, inputs, outputs);
        else Run<double>(op, inputs, outputs);
    }

    private static void Run<T>(ScaledDotProductAttentionOp op, ReadOnlySpan<Tensor> inputs, ReadOnlySpan<Tensor> outputs) where T : unmanaged
    {
        var batch = outputs[1].Shape.Dims[..^1];
        int count = checked((int)(outputs[1].Count / outputs[1].Shape[^1]));
        using var offsets = ScratchArena.Rent<long>((long)count * AttentionProblem<T>.Offsets);
        var body = new AttentionForward<T>
        {
            Problem = AttentionProblem<T>.Of(op, inputs[..3], inputs[3..], batch, count, offsets.Pointer),
            Y = outputs[0].Pointer<T>(),
            LogSum = outputs[1].Pointer<T>(),
        };
        long work = Math.Max(1L, (long)AttentionProblem.QueryBlock * body.Problem.Keys * (body.Problem.Size + body.Problem.ValueSize));
        CpuPool.For(checked(count * body.Blocks), (int)Math.Max(1, Grain / work), ref body);
    }
}
