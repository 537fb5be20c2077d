namespace DeepSharp.Cpu;

/// <summary>Convolution as the product over patches read in place; bias and activation ride on its last store.</summary>
internal sealed unsafe class ConvKernel : CpuKernel<ConvOp>, IProductKernel
{
    protected override void Run(ConvOp op, ReadOnlySpan<Tensor> inputs, ReadOnlySpan<Tensor> outputs) => RunProduct(op, inputs, outputs[0], default);

    public void RunProduct(Op op, ReadOnlySpan<Tensor> inputs, Tensor y, ProductEpilogue epilogue)
    {
        if (y.Count == 0) return;
        var (conv, x, kernel) = ((ConvOp)op, inputs[0], inputs[1]);
        var g = ConvGeometryOf.Shapes(x.Shape, kernel.Shape, y.Shape, conv.Strides, conv.Dilations, conv.Padding, conv.Groups);
        var kept = kernel.Kept(g.OutChannels, 1);
        if (y.DType == DType.Float32)
            ConvCore.Forward(g, x.Pointer<float>(), kernel.Pointer<float>(), y.Pointer<float>(), epilogue.As<float>(), kept: kept);
        else
            ConvCore.Forward(g, x.Pointer<double>(), kernel.Pointer<double>(), y.Pointer<double>(), epilogue.As<double>(), kept: kept);
    }
}
