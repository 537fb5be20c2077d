using DeepSharp.Cpu;

namespace DeepSharp.Gpu;

/// <summary>The input gradient of a convolution, also the transposed convolution.</summary>
internal sealed class ConvInputGradientKernel : CudaKernel<ConvInputGradientOp>
{
    private readonly ConvRoute _route = new();

    public override bool Takes16Bit => true;

    protected override void Run(CudaContext cuda, ConvInputGradientOp op, ReadOnlySpan<Tensor> inputs, ReadOnlySpan<Tensor> outputs)
    {
        var (dy, kernel, dx) = (inputs[0], inputs[1], outputs[0]);
        if (dx.Count == 0) return;
        var grid = ConvGeometryOf.Shapes(dx.Shape, kernel.Shape, dy.Shape, op.Strides, op.Dilations, new(Padding.Valid, op.Pairs), op.Groups);
        _route.InputGradient(cuda, grid, dx.DType, dy.Address(), kernel.Address(), dx.Address());
    }
}
