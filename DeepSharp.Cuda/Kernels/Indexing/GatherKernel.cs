using System.Numerics;
using DeepSharp.Cpu;

namespace DeepSharp.Gpu;

/// <summary>Copies rows: x is seen as [outer, length, row], y as [outer, indices, row]; neighbouring threads share a row.</summary>
internal sealed class GatherKernel : CudaKernel<GatherOp>
{
    private const int Threads = 256;

    public override bool Takes16Bit => true;

    protected override void Run(CudaContext cuda, GatherOp op, ReadOnlySpan<Tensor> inputs, ReadOnlySpan<Tensor> outputs)
    {
        var (x, indices, y) = (inputs[0], inputs[1], outputs[0]);
        if (indices.Count == 0) return;
        var cut = AxisCut.At(x.Shape, op.Axis);
        int count = checked((int)indices.Count);
        // An empty result still has its indices checked.
        int rows = y.Count == 0 ? count : checked(cut.Outer * count);
        long bytes = y.Count == 0 ? 0 : (long)cut.Inner * x.DType.Size;
        int unit = ElementCarrier.Unit(bytes | (long)x.Address().Address | (long)y.Address().Address);
        long row = bytes / unit;
        int lanes = (int)Math.Min(Threads, BitOperations.RoundUpToPowerOf2((ulong)Math.Max(row, 1)));
        cuda.Launch(
            ElementCarrier.Function(cuda, "gather", "gather_rows", "gather_rows_x2", unit), cuda.GridFor((long)rows * lanes, Threads),
            x.Address(), indices.Address(), indices.DType == DType.Int64, y.Address(), rows, count, cut.Length, row, lanes, op.FromEnd,
            IndexFault.Slot(cuda, op, cut.Length, op.FromEnd));
    }
}
