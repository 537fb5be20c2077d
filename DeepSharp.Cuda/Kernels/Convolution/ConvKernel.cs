using DeepSharp.Cpu;

namespace DeepSharp.Gpu;

/// <summary>Convolution.</summary>
internal sealed class ConvKernel : CudaKernel<ConvOp>
{
    private readonly ConvRoute _route = new();

    public override bool Takes16Bit => true;

    protected override void Run(CudaContext cuda, ConvOp op, ReadOnlySpan<Tensor> inputs, ReadOnlySpan<Tensor> outputs)
    {
        var (x, kernel, y) = (inputs[0], inputs[1], outputs[0]);
        if (y.Count == 0) return;
        var grid = ConvGeometryOf.Shapes(x.Shape, kernel.Shape, y.Shape, op.Strides, op.Dilations, op.Padding, op.Groups);
        _route.Forward(cuda, grid, y.DType, x.Address(), kernel.Address(), y.Address());
    }
}
