using DeepSharp.Cpu;

namespace DeepSharp.Cuda;

/// <summary>Convolution.</summary>
internal sealed class ConvKernel : CudaKernel<ConvOp>
{
    protected override void Run(CudaContext cuda, ConvOp op, ReadOnlySpan<Tensor> inputs, ReadOnlySpan<Tensor> outputs)
    {
        var (x, kernel, y) = (inputs[0], inputs[1], outputs[0]);
        if (y.Count == 0) return;
        var grid = ConvGeometryOf.Shapes(x.Shape, kernel.Shape, y.Shape, op.Strides, op.Dilations, op.Padding, op.Groups);
        new ConvLaunch(cuda, grid, y.DType).Forward(x.Address(), kernel.Address(), y.Address());
    }
}
