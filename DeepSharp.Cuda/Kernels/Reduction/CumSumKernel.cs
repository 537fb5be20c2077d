using System.Numerics;
using DeepSharp.Cpu;

namespace DeepSharp.Gpu;

/// <summary>Running sums along an axis: a thread for each of many columns, or a block for each line.</summary>
internal sealed class CumSumKernel : CudaKernel<CumSumOp>
{
    private const int Warp = 32, Threads = 256, ShortLine = 8, ManyColumns = 8192;

    protected override void Run(CudaContext cuda, CumSumOp op, ReadOnlySpan<Tensor> inputs, ReadOnlySpan<Tensor> outputs)
    {
        var (x, y) = (inputs[0], outputs[0]);
        if (y.Count == 0) return;
        var cut = AxisCut.At(x.Shape, op.Axis);
        long lines = (long)cut.Outer * cut.Inner;
        bool columns = cut.Length <= ShortLine || cut.Inner >= Warp && lines >= ManyColumns;
        var grid = columns ? cuda.GridFor(lines, Threads)
            : new LaunchGrid(
                (int)Math.Min(lines, cuda.Multiprocessors * 64L), Math.Clamp((int)BitOperations.RoundUpToPowerOf2((uint)cut.Length), Warp, Threads));
        var function = cuda.Function("cum_sum", columns ? "cum_sum_columns" : "cum_sum_lines", x.DType);
        cuda.Launch(function, grid, x.Address(), y.Address(), lines, cut.Length, cut.Inner, op.Reverse, op.Exclusive);
    }
}
