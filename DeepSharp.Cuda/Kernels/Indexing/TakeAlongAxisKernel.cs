using DeepSharp.Cpu;

namespace DeepSharp.Gpu;

/// <summary>y[a, j, b] = x[a, index[a, j, b], b] over [outer, axis, inner].</summary>
internal sealed class TakeAlongAxisKernel : CudaKernel<TakeAlongAxisOp>
{
    public override bool Takes16Bit => true;

    protected override void Run(CudaContext cuda, TakeAlongAxisOp op, ReadOnlySpan<Tensor> inputs, ReadOnlySpan<Tensor> outputs)
    {
        var (x, indices, y) = (inputs[0], inputs[1], outputs[0]);
        if (y.Count == 0) return;
        int axis = x.Shape.Axis(op.Axis);
        var cut = AxisCut.At(x.Shape, axis);
        cuda.Launch(
            cuda.Function("gather", "take_along_axis", ElementCarrier.Of(x.DType.Size)), cuda.GridFor(y.Count), x.Address(), indices.Address(),
            indices.DType == DType.Int64, y.Address(), y.Count, y.Shape[axis], cut.Length, cut.Inner, IndexFault.Slot(cuda, op, cut.Length));
    }
}
