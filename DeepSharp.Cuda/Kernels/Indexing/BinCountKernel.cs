using DeepSharp.Cpu;

namespace DeepSharp.Gpu;

/// <summary>Counts the numbers of each row into bins: whole numbers are added in any order, weights in that of their places.</summary>
internal sealed class BinCountKernel : CudaKernel<BinCountOp>
{
    protected override void Run(CudaContext cuda, BinCountOp op, ReadOnlySpan<Tensor> inputs, ReadOnlySpan<Tensor> outputs)
    {
        var (x, y) = (inputs[0], outputs[0]);
        bool weighted = inputs.Length > 1, direct = y.DType == DType.Int32;
        if (y.Count == 0) return;
        var counts = weighted || direct ? y.Address() : cuda.Scratch(y.Count * sizeof(int));
        cuda.Clear(counts, weighted ? y.Spec.Bytes : y.Count * sizeof(int));
        int length = x.Shape[^1], depth = y.Shape[^1];
        if (weighted && x.Count > 0)
        {
            int targets = checked((int)y.Count);
            var keys = IndexSort.Targets(cuda, x, new AxisCut((int)(x.Count / length), length, 1), depth, targets, default);
            SegmentReduction.Sum.Run(cuda, inputs[1].Address(), y.Address(), y.DType, keys, (int)x.Count, targets, 1, 1);
        }
        if (weighted) return;
        cuda.Launch(
            cuda.Function("bin_count", "bin_count", DType.Int32), cuda.GridFor(x.Count), x.Address(), x.DType == DType.Int64, counts, x.Count, length, depth);
        if (!direct) cuda.Launch(cuda.Function("bin_count", "bin_count_write", y.DType), cuda.GridFor(y.Count), counts, y.Address(), y.Count);
    }
}
