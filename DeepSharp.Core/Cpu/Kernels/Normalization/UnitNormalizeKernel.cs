using System.Numerics;

namespace DeepSharp.Cpu;

/// <summary>Division by the length over the last axes, row by row; over others the composition runs.</summary>
internal sealed unsafe class UnitNormalizeKernel : CpuKernel<UnitNormalizeOp>
{
    protected override bool Supports(UnitNormalizeOp op, ReadOnlySpan<TensorSpec> inputs) => RowScaling<float>.Fits(op.Over, op.Name, inputs[0].Shape);

    /// <summary>A row is written after its sum is known, each number where it was read.</summary>
    protected override bool CanOverwrite(UnitNormalizeOp op, int input, int output) => true;

    protected override void Run(UnitNormalizeOp op, ReadOnlySpan<Tensor> inputs, ReadOnlySpan<Tensor> outputs)
    {
        if (outputs[0].Count == 0) return;
        if (outputs[0].DType == DType.Float32) Run<float>(op, inputs[0], outputs[0]);
        else Run<double>(op, inputs[0], outputs[0]);
    }

    /// <summary>The rows of an op, without their result.</summary>
    public static RowScaling<T> Rows<T>(Axes over, Tensor x) where T : unmanaged, IFloatingPointIeee754<T> => new()
    { Columns = RowScaling<T>.Length(over, x.Shape), Share = 1, Floor = UnitNormalizeOp.Floor, X = x.Pointer<T>() };

    private static void Run<T>(UnitNormalizeOp op, Tensor x, Tensor y) where T : unmanaged, IFloatingPointIeee754<T>
    {
        var rows = Rows<T>(op.Over, x);
        rows.Y = y.Pointer<T>();
        CpuPool.For(checked((int)(y.Count / rows.Columns)), RowSlabs.RowGrain(rows.Columns), ref rows);
    }
}

/// <summary>The gradient of the division by the length, likewise.</summary>
internal sealed unsafe class UnitNormalizeGradientKernel : CpuKernel<UnitNormalizeGradientOp>
{
    protected override bool Supports(UnitNormalizeGradientOp op, ReadOnlySpan<TensorSpec> inputs) =>
        inputs[0] == inputs[1] && RowScaling<float>.Fits(op.Over, op.Name, inputs[0].Shape);

    protected override bool CanOverwrite(UnitNormalizeGradientOp op, int input, int output) => true;

    protected override void Run(UnitNormalizeGradientOp op, ReadOnlySpan<Tensor> inputs, ReadOnlySpan<Tensor> outputs)
    {
        if (outputs[0].Count == 0) return;
        if (outputs[0].DType == DType.Float32) Run<float>(op, inputs, outputs[0]);
        else Run<double>(op, inputs, outputs[0]);
    }

    private static void Run<T>(UnitNormalizeGradientOp op, ReadOnlySpan<Tensor> inputs, Tensor dx) where T : unmanaged, IFloatingPointIeee754<T>
    {
        var rows = UnitNormalizeKernel.Rows<T>(op.Over, inputs[0]);
        var slabs = new RowSlabs(checked((int)(dx.Count / rows.Columns)));
        var body = new RowScalingGradient<T> { Forward = rows, Slabs = slabs, Dy = inputs[1].Pointer<T>(), Dx = dx.Pointer<T>() };
        CpuPool.For(slabs.Count, slabs.Grain(rows.Columns), ref body);
    }
}
