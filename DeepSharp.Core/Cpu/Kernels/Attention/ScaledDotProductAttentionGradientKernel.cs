namespace DeepSharp.Cpu;

/// <summary>The gradients of attention in blocks, likewise.</summary>
internal sealed unsafe class ScaledDotProductAttentionGradientKernel : CpuKernel<ScaledDotProductAttentionGradientOp>
{
    /// <summary>Multiply-adds a thread should at least have to do.</summary>
    private const long Grain = 150_000;

    protected override bool Supports(ScaledDotProductAttentionGradientOp op, ReadOnlySpan<TensorSpec> inputs) =>
        op.Forward.Infer(ScaledDotProductAttentionGradientOp.ForwardInputs(inputs)) is [var y, var logSum] && y.Shape[..^2] == logSum.Shape[..^1];

    protected override bool AcceptsStrided(ScaledDotProductAttentionGradientOp op, int input) => input is < 3 or 5;

    protected override void Run(ScaledDotProductAttentionGradientOp op, ReadOnlySpan<Tensor> inputs, ReadOnlySpan<Tensor> outputs)
    {
        if (outputs[0].DType == DType.Float32) Run<float>(op.Forward, inputs, outputs);
        else Run<double>(op.Forward, inputs, outputs);
    }

    private static void Run<T>(ScaledDotProductAttentionOp op, ReadOnlySpan<Tensor> inputs, ReadOnlySpan<Tensor> outputs) where T : unmanaged
    {
        var batch = outputs[0].Shape.Dims[..^2];
        int count = 1;
        foreach (int length in batch) count = checked(count * length);
        using var offsets = ScratchArena.Rent<long>((long)count * (AttentionProblem<T>.Offsets + 1));
        var body = new AttentionBackward<T>
        {
            Problem = AttentionProblem<T>.Of(op, inputs[..3], inputs[7..], batch, count, offsets.Pointer),
            Dy = new(inputs[5], batch, offsets.Pointer + count * AttentionProblem<T>.Offsets),
            Y = inputs[3].Pointer<T>(),
            LogSum = inputs[4].Pointer<T>(),
            DLogSum = inputs[6].Pointer<T>(),
            DQ = outputs[0].Pointer<T>(),
            DK = outputs[1].Pointer<T>(),
            DV = outputs[2].Pointer<T>(),
        };
        long work = Math.Max(1L, (long)body.Problem.Queries * body.Problem.Keys * (3L * body.Problem.Size + 2L * body.Problem.ValueSize));
        CpuPool.For(count, (int)Math.Max(1, Grain / work), ref body);
    }
}
