using System.Numerics;

namespace DeepSharp.Cpu;

/// <summary>
/// Batch normalization over channels in the last axis: the data is a matrix whose columns are the channels. One reading for the moments, one to
/// normalize, with what is fused behind it. Other axes use the composition.
/// </summary>
internal sealed unsafe class BatchNormKernel : CpuKernel<BatchNormOp>
{
    protected override bool Supports(BatchNormOp op, ReadOnlySpan<TensorSpec> inputs) => op.Axis == inputs[0].Shape.Rank - 1;

    /// <summary>Rows are written after their moments are known, each element where it was read.</summary>
    protected override bool CanOverwrite(BatchNormOp op, int input, int output) => input == 0 && output == 0;

    protected override void Run(BatchNormOp op, ReadOnlySpan<Tensor> inputs, ReadOnlySpan<Tensor> outputs)
    {
        if (inputs[0].DType == DType.Float32) Run<float>(op, BatchNormRows<NoMerge, NoActivation, float>.None, inputs, outputs);
        else Run<double>(op, BatchNormRows<NoMerge, NoActivation, double>.None, inputs, outputs);
    }

    /// <summary>The kernel of a fused normalization, or null where it cannot be fused.</summary>
    public static CpuKernel? For(FusedBatchNormOp op, ReadOnlySpan<TensorSpec> inputs) =>
        op.Norm.Axis == inputs[0].Shape.Rank - 1 && BatchNormRows.For(op, inputs[0].DType) is { } rows ? new FusedBatchNormKernel(op.Norm, rows) : null;

    private sealed class FusedBatchNormKernel(BatchNormOp norm, BatchNormRows rows) : CpuKernel
    {
        public override bool CanOverwrite(Op op, int input, int output) => input == 0 && output == 0;

        public override void Run(Op op, ReadOnlySpan<Tensor> inputs, ReadOnlySpan<Tensor> outputs)
        {
            if (inputs[0].DType == DType.Float32) Run<float>(norm, rows, inputs, outputs);
            else Run<double>(norm, rows, inputs, outputs);
        }
    }

    private static void Run<T>(BatchNormOp op, BatchNormRows apply, ReadOnlySpan<Tensor> inputs, ReadOnlySpan<Tensor> outputs)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (inputs[1].Count == 0) return;
        int columns = inputs[0].Shape[^1], rows = checked((int)(inputs[0].Count / columns));
        var slabs = new RowSlabs(rows);
        using var partial = ScratchArena.Rent<double>(2L * slabs.Count * columns);
        using var factors = ScratchArena.Rent<T>(columns);
        var moments = new ColumnMoments<T>
        {
            Slabs = slabs,
            Columns = columns,
            X = inputs[0].Pointer<T>(),
            Mean = partial.Pointer,
            Squares = partial.Pointer + (long)slabs.Count * columns,
        };
        CpuPool.For(slabs.Count, slabs.Grain(columns), ref moments);
        moments.Join();

        T* gamma = inputs[1].Pointer<T>(), mean = outputs[1].Pointer<T>(), variance = outputs[2].Pointer<T>();
        for (int c = 0; c < columns; c++)
        {
            // No rows at all have no mean: 0 / 0.
            mean[c] = rows == 0 ? T.NaN : T.CreateTruncating(moments.Mean[c]);
            variance[c] = T.CreateTruncating(moments.Squares[c] / rows);
        }
        Scale(gamma, variance, op.Epsilon, factors.Pointer, columns);
        byte* other = inputs.Length > 3 ? inputs[3].Bytes() : null;
        var work = new NormalizedRows
        {
            X = inputs[0].Bytes(),
            Mean = (byte*)mean,
            Scale = (byte*)factors.Pointer,
            Beta = inputs[2].Bytes(),
            Other = other,
            Y = outputs[0].Bytes(),
            Columns = columns,
        };
        var body = new Body { Rows = apply, Work = work };
        CpuPool.For(rows, RowSlabs.RowGrain(columns), ref body);
    }

    /// <summary>γ / √(σ² + ε) from the rounded variance: the gradient has no other and must find the same numbers.</summary>
    public static void Scale<T>(T* gamma, T* variance, double epsilon, T* scale, int columns) where T : unmanaged, IFloatingPointIeee754<T>
    {
        for (int c = 0; c < columns; c++)
            scale[c] = T.CreateTruncating(double.CreateTruncating(gamma[c]) / Math.Sqrt(double.CreateTruncating(variance[c]) + epsilon));
    }

    private struct Body : IParallelBody
    {
        public BatchNormRows Rows;
        public NormalizedRows Work;

        public readonly void Run(int start, int end) => Rows.Run(Work, start, end);
    }
}
