using System.Numerics;

namespace DeepSharp.Cpu;

/// <summary>Division by the root mean square over the last axes, row by row; over others the composition runs.</summary>
internal sealed unsafe class RmsNormKernel : CpuKernel<RmsNormOp>
{
    protected override bool Supports(RmsNormOp op, ReadOnlySpan<TensorSpec> inputs) => Fits(op.Over, op.Name, inputs[0].Shape, inputs[1].Shape);

    /// <summary>A row is written after its sum is known, each number where it was read.</summary>
    protected override bool CanOverwrite(RmsNormOp op, int input, int output) => input == 0;

    protected override void Run(RmsNormOp op, ReadOnlySpan<Tensor> inputs, ReadOnlySpan<Tensor> outputs)
    {
        if (outputs[0].Count == 0) return;
        if (outputs[0].DType == DType.Float32) Run<float>(op, inputs, outputs[0]);
        else Run<double>(op, inputs, outputs[0]);
    }

    /// <summary>Whether the rows are dense and γ has one number for each of their elements.</summary>
    public static bool Fits(Axes over, string who, Shape x, Shape gamma)
    {
        if (!RowScaling<float>.Fits(over, who, x) || gamma.Rank > x.Rank || gamma.Count != RowScaling<float>.Length(over, x)) return false;
        for (int i = 1; i <= gamma.Rank; i++)
            if (gamma[^i] != 1 && gamma[^i] != x[^i]) return false;
        return true;
    }

    /// <summary>The rows of an op, without their result.</summary>
    public static RowScaling<T> Rows<T>(double epsilon, Tensor x, Tensor gamma) where T : unmanaged, IFloatingPointIeee754<T>
    {
        int columns = (int)gamma.Count;
        return new() { Columns = columns, Share = 1.0 / columns, Epsilon = epsilon, X = x.Pointer<T>(), Gamma = gamma.Pointer<T>() };
    }

    private static void Run<T>(RmsNormOp op, ReadOnlySpan<Tensor> inputs, Tensor y) where T : unmanaged, IFloatingPointIeee754<T>
    {
        var rows = Rows<T>(op.Epsilon, inputs[0], inputs[1]);
        rows.Y = y.Pointer<T>();
        CpuPool.For(checked((int)(y.Count / rows.Columns)), RowSlabs.RowGrain(rows.Columns), ref rows);
    }
}
