namespace DeepSharp.Gpu;

/// <summary>Picks one element of each row.</summary>
internal sealed class LabelPickKernel : CudaKernel<LabelPickOp>
{
    protected override void Run(CudaContext cuda, LabelPickOp op, ReadOnlySpan<Tensor> inputs, ReadOnlySpan<Tensor> outputs)
    {
        var (x, y, labels) = (inputs[0], outputs[0], new LabelArguments(inputs[1], op.IgnoreClass));
        int n = x.Shape[^1];
        cuda.Launch(
            cuda.Function("cross_entropy", "label_pick", x.DType), cuda.GridFor(y.Count),
            x.Address(), labels.Data, labels.IsWide, labels.Ignores, labels.Ignored, y.Address(), y.Count, n, LabelArguments.Fault(cuda, op, n));
    }
}
