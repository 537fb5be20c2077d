using DeepSharp.Cpu;

namespace DeepSharp.Gpu;

/// <summary>y[a, index[a, j, b], b] += x[a, j, b] over [outer, axis, inner]; every sum is made in the order of the updates.</summary>
/// <remarks>A thread owns a line along the axis where lines are short or many; otherwise all updates are sorted by the place they go to.</remarks>
internal sealed class ScatterAddAlongAxisKernel : CudaKernel<ScatterAddAlongAxisOp>
{
    private const int ShortLine = 64, ManyLines = 16384;

    protected override void Run(CudaContext cuda, ScatterAddAlongAxisOp op, ReadOnlySpan<Tensor> inputs, ReadOnlySpan<Tensor> outputs)
    {
        var (indices, x, y) = (inputs[0], inputs[1], outputs[0]);
        cuda.Clear(y.Address(), y.Spec.Bytes);
        if (x.Count == 0) return;
        var cut = AxisCut.At(x.Shape, op.Axis);
        long lines = (long)cut.Outer * cut.Inner;
        if (cut.Length <= ShortLine || lines >= ManyLines)
            cuda.Launch(
                cuda.Function("segments", "scatter_add_lines", x.DType), cuda.GridFor(lines), indices.Address(), indices.DType == DType.Int64, x.Address(),
                y.Address(), lines, cut.Length, op.Length, cut.Inner, IndexFault.Slot(cuda, op, op.Length));
        else
        {
            int targets = checked((int)y.Count);
            var keys = IndexSort.Targets(cuda, indices, cut, op.Length, targets, IndexFault.Slot(cuda, op, op.Length));
            SegmentReduction.Sum.Run(cuda, x.Address(), y.Address(), y.DType, keys, (int)x.Count, targets, 1, 1);
        }
    }
}
