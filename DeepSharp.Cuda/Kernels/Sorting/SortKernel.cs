namespace DeepSharp.Gpu;

/// <summary>Sorts every line along the axis.</summary>
internal sealed class SortKernel : CudaKernel<SortOp>
{
    protected override void Run(CudaContext cuda, SortOp op, ReadOnlySpan<Tensor> inputs, ReadOnlySpan<Tensor> outputs)
    {
        var x = inputs[0];
        LineOrder.Run(cuda, x, op.Axis, x.Shape[x.Shape.Axis(op.Axis)], op.Descending, outputs[0], outputs[1]);
    }
}
