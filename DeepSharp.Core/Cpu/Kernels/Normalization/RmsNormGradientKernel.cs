using System.Numerics;

namespace DeepSharp.Cpu;

/// <summary>The gradient of the division by the root mean square over the last axes; over others the composition runs.</summary>
internal sealed unsafe class RmsNormGradientKernel : CpuKernel<RmsNormGradientOp>
{
    protected override bool Supports(RmsNormGradientOp op, ReadOnlySpan<TensorSpec> inputs) =>
        inputs[0] == inputs[2] && RmsNormKernel.Fits(op.Over, op.Name, inputs[0].Shape, inputs[1].Shape);

    /// <summary>dx may go over x or dy: a row is written after its sums are known, each number where it was read.</summary>
    protected override bool CanOverwrite(RmsNormGradientOp op, int input, int output) => input is 0 or 2 && output == 0;

    protected override void Run(RmsNormGradientOp op, ReadOnlySpan<Tensor> inputs, ReadOnlySpan<Tensor> outputs)
    {
        if (outputs[1].Count == 0) return;
        if (outputs[0].DType == DType.Float32) Run<float>(op, inputs, outputs);
        else Run<double>(op, inputs, outputs);
    }

    private static void Run<T>(RmsNormGradientOp op, ReadOnlySpan<Tensor> inputs, ReadOnlySpan<Tensor> outputs) where T : unmanaged, IFloatingPointIeee754<T>
    {
        var rows = RmsNormKernel.Rows<T>(op.Epsilon, inputs[0], inputs[1]);
        int columns = rows.Columns;
        var slabs = new RowSlabs(checked((int)(inputs[0].Count / columns)));
        using var partial = ScratchArena.Rent<double>((long)slabs.Count * columns);
        var body = new RowScalingGradient<T>
        { Forward = rows, Slabs = slabs, Dy = inputs[2].Pointer<T>(), Dx = outputs[0].Pointer<T>(), DGamma = partial.Pointer };
        CpuPool.For(slabs.Count, slabs.Grain(columns), ref body);
        slabs.Add(body.DGamma, columns);
        T* dGamma = outputs[1].Pointer<T>();
        for (int c = 0; c < columns; c++) dGamma[c] = T.CreateTruncating(body.DGamma[c]);
    }
}
