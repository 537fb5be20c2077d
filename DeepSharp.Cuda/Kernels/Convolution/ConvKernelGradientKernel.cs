using DeepSharp.Cpu;

namespace DeepSharp.Gpu;

/// <summary>The kernel gradient of a convolution: a product over all output positions.</summary>
internal sealed class ConvKernelGradientKernel : CudaKernel<ConvKernelGradientOp>
{
    private readonly ConvRoute _route = new();

    public override bool Takes16Bit => true;

    protected override void Run(CudaContext cuda, ConvKernelGradientOp op, ReadOnlySpan<Tensor> inputs, ReadOnlySpan<Tensor> outputs)
    {
        var (x, dy, dk) = (inputs[0], inputs[1], outputs[0]);
        if (dk.Count == 0) return;
        var grid = ConvGeometryOf.Shapes(x.Shape, dk.Shape, dy.Shape, op.Strides, op.Dilations, new(Padding.Valid, op.Pairs), op.Groups);
        _route.KernelGradient(cuda, grid, dk.DType, x.Address(), dy.Address(), dk.Address());
    }
}
