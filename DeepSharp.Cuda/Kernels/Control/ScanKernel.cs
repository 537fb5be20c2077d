namespace DeepSharp.Gpu;

/// <summary>A loop over time that runs the compiled body of the scan.</summary>
internal sealed class ScanKernel : CudaKernel<ScanOp>
{
    private ScanLoop? _loop;

    public override bool Takes16Bit => true;

    protected override void Run(CudaContext cuda, ScanOp op, ReadOnlySpan<Tensor> inputs, ReadOnlySpan<Tensor> outputs) =>
        (_loop ??= ScanLoop.For(op, inputs, outputs[0].Device)).Run(op, inputs, outputs);
}
