using DeepSharp.Cpu;

namespace DeepSharp.Gpu;

/// <summary>Adds rows of updates [outer, indices, row] into y [outer, length, row].</summary>
/// <remarks>The indices are sorted first, so that sums are made in one order and need no atomic additions: equal inputs give equal bits.</remarks>
internal sealed class ScatterAddKernel : CudaKernel<ScatterAddOp>
{
    protected override void Run(CudaContext cuda, ScatterAddOp op, ReadOnlySpan<Tensor> inputs, ReadOnlySpan<Tensor> outputs)
    {
        var (indices, updates, y) = (inputs[0], inputs[1], outputs[0]);
        cuda.Clear(y.Address(), y.Spec.Bytes);
        if (indices.Count == 0) return;
        var keys = IndexSort.Indices(cuda, op, indices, op.Length, op.FromEnd);
        if (y.Count == 0) return;
        var cut = AxisCut.At(y.Shape, op.Axis);
        SegmentReduction.Sum.Run(cuda, updates.Address(), y.Address(), y.DType, keys, (int)indices.Count, cut.Length, cut.Inner, cut.Outer);
    }
}
