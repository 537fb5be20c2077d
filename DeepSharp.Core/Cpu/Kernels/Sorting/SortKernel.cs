namespace DeepSharp.Cpu;

/// <summary>Sorts every line along the axis.</summary>
internal sealed class SortKernel : CpuKernel<SortOp>
{
    protected override void Run(SortOp op, ReadOnlySpan<Tensor> inputs, ReadOnlySpan<Tensor> outputs)
    {
        var x = inputs[0];
        LineOrder.Run(x, op.Axis, x.Shape[x.Shape.Axis(op.Axis)], op.Descending, outputs[0], outputs[1]);
    }
}
