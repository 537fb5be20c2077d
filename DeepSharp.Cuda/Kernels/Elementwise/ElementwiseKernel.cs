namespace DeepSharp.Gpu;

/// <summary>Runs one element-wise op or a fused chain as one kernel whose text is written for it.</summary>
internal sealed class ElementwiseKernel : CudaKernel
{
    private readonly FusedStep[] _steps;
    private readonly DType[] _types;
    private ElementwiseLaunch? _launch;

    private ElementwiseKernel(FusedStep[] steps, ReadOnlySpan<TensorSpec> inputs)
    {
        _steps = steps;
        List<TensorSpec> values = [.. inputs];
        foreach (var step in steps) values.Add(step.Op.Infer([.. step.Arguments.Select(a => values[a])])[0]);
        _types = [.. values.Select(v => v.DType)];
    }

    public static ElementwiseKernel For(ElementwiseOp op, ReadOnlySpan<TensorSpec> inputs) => new([new FusedStep(op, [.. Enumerable.Range(0, inputs.Length)])], inputs);

    public static ElementwiseKernel For(FusedOp op, ReadOnlySpan<TensorSpec> inputs) => new(op.Steps.Span.ToArray(), inputs);

    public override bool AcceptsStrided(Op op, int input) => true;

    public override bool CanOverwrite(Op op, int input, int output) => _types[input].Size == _types[^1].Size;

    public override void Run(CudaContext cuda, Op op, ReadOnlySpan<Tensor> inputs, ReadOnlySpan<Tensor> outputs)
    {
        if (outputs[0].Count == 0) return;
        _launch ??= new(cuda, op, _steps, _types, inputs, outputs[0]);
        _launch.Run(inputs, outputs[0]);
    }
}
