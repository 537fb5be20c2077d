namespace DeepSharp.Cpu;

/// <summary>The kernel gradient of a convolution: a product over all output positions.</summary>
internal sealed unsafe class ConvKernelGradientKernel : CpuKernel<ConvKernelGradientOp>
{
    protected override void Run(ConvKernelGradientOp op, ReadOnlySpan<Tensor> inputs, ReadOnlySpan<Tensor> outputs)
    {
        var (x, dy, dk) = (inputs[0], inputs[1], outputs[0]);
        if (dk.Count == 0) return;
        var g = ConvGeometryOf.Shapes(x.Shape, dk.Shape, dy.Shape, op.Strides, op.Dilations, new(Padding.Valid, op.Pairs), op.Groups);
        if (dk.DType == DType.Float32)
            ConvCore.KernelGradient(g, x.Pointer<float>(), dy.Pointer<float>(), dk.Pointer<float>());
        else
            ConvCore.KernelGradient(g, x.Pointer<double>(), dy.Pointer<double>(), dk.Pointer<double>());
    }
}
