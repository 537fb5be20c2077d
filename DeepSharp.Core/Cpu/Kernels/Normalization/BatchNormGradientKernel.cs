using System.Numerics;

namespace DeepSharp.Cpu;

/// <summary>
/// The gradient of batch normalization over channels in the last axis: column sums, then dx = (dy − k0 − (x − μ)·k1) · scale by rows. Where an
/// activation's gradient is fused into it, dy is that of the activation's result and both readings let it through the gate.
/// </summary>
internal sealed unsafe class BatchNormGradientKernel : CpuKernel<BatchNormGradientOp>
{
    protected override bool Supports(BatchNormGradientOp op, ReadOnlySpan<TensorSpec> inputs) => op.Axis == inputs[0].Shape.Rank - 1;

    /// <summary>dx may go over x or dy: rows are written after the sums are known, each element where it was read.</summary>
    protected override bool CanOverwrite(BatchNormGradientOp op, int input, int output) => input is 0 or 4 && output == 0;

    protected override void Run(BatchNormGradientOp op, ReadOnlySpan<Tensor> inputs, ReadOnlySpan<Tensor> outputs)
    {
        if (inputs[0].DType == DType.Float32) Run<float>(op, BatchNormGradientRows<NoMerge, float>.None, inputs, outputs);
        else Run<double>(op, BatchNormGradientRows<NoMerge, double>.None, inputs, outputs);
    }

    /// <summary>The kernel of a gradient with a gate, or null where it cannot be fused.</summary>
    public static CpuKernel? For(FusedBatchNormGradientOp op, ReadOnlySpan<TensorSpec> inputs) =>
        op.Norm.Axis == inputs[0].Shape.Rank - 1 && BatchNormGradientRows.For(op.Gate, inputs[0].DType) is { } rows ? new FusedBatchNormGradientKernel(op.Norm, rows) : null;

    private sealed class FusedBatchNormGradientKernel(BatchNormGradientOp norm, BatchNormGradientRows rows) : CpuKernel
    {
        public override bool CanOverwrite(Op op, int input, int output) => input is 0 or 4 && output == 0;

        public override void Run(Op op, ReadOnlySpan<Tensor> inputs, ReadOnlySpan<Tensor> outputs)
        {
            if (inputs[0].DType == DType.Float32) Run<float>(norm, rows, inputs, outputs);
            else Run<double>(norm, rows, inputs, outputs);
        }
    }

    private static void Run<T>(BatchNormGradientOp op, BatchNormGradientRows loops, ReadOnlySpan<Tensor> inputs, ReadOnlySpan<Tensor> outputs)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (inputs[1].Count == 0) return;
        int columns = inputs[0].Shape[^1], rows = checked((int)(inputs[0].Count / columns));
        var slabs = new RowSlabs(rows);
        long size = (long)slabs.Count * columns;
        using var partial = ScratchArena.Rent<double>(2 * size);
        using var factors = ScratchArena.Rent<T>(3L * columns);
        T* gamma = inputs[1].Pointer<T>(), variance = inputs[3].Pointer<T>(), dGamma = outputs[1].Pointer<T>(), dBeta = outputs[2].Pointer<T>();
        T* scale = factors.Pointer, k0 = scale + columns, k1 = k0 + columns;
        BatchNormKernel.Scale(gamma, variance, op.Epsilon, scale, columns);
        double* plain = partial.Pointer, centered = plain + size;
        var work = new GradientRows
        {
            X = inputs[0].Bytes(),
            Mean = inputs[2].Bytes(),
            Dy = inputs[4].Bytes(),
            Beta = inputs.Length > 5 ? inputs[5].Bytes() : null,
            Scale = (byte*)scale,
            K0 = (byte*)k0,
            K1 = (byte*)k1,
            Dx = outputs[0].Bytes(),
            Columns = columns,
            Slabs = slabs,
            Plain = plain,
            Centered = centered,
        };
        var sums = new Sums { Loops = loops, Work = work };
        CpuPool.For(slabs.Count, slabs.Grain(columns), ref sums);
        slabs.Add(plain, columns);
        slabs.Add(centered, columns);
        for (int c = 0; c < columns; c++)
        {
            double inverse = 1 / Math.Sqrt(double.CreateTruncating(variance[c]) + op.Epsilon);
            dBeta[c] = T.CreateTruncating(plain[c]);
            dGamma[c] = rows == 0 ? T.Zero : T.CreateTruncating(centered[c] * inverse);
            k0[c] = T.CreateTruncating(plain[c] / rows);
            k1[c] = T.CreateTruncating(centered[c] * inverse * inverse / rows);
        }
        var apply = new Apply { Loops = loops, Work = work };
        CpuPool.For(rows, RowSlabs.RowGrain(columns), ref apply);
    }

    private struct Sums : IParallelBody
    {
        public BatchNormGradientRows Loops;
        public GradientRows Work;

        public readonly void Run(int start, int end) => Loops.Sum(Work, start, end);
    }

    private struct Apply : IParallelBody
    {
        public BatchNormGradientRows Loops;
        public GradientRows Work;

        public readonly void Run(int start, int end) => Loops.Apply(Work, start, end);
    }
}
