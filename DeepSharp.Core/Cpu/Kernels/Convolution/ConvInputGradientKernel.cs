namespace DeepSharp.Cpu;

/// <summary>The input gradient of a convolution, also the transposed convolution; bias and activation follow while the rows are warm.</summary>
internal sealed unsafe class ConvInputGradientKernel : CpuKernel<ConvInputGradientOp>, IProductKernel
{
    protected override void Run(ConvInputGradientOp op, ReadOnlySpan<Tensor> inputs, ReadOnlySpan<Tensor> outputs) =>
        RunProduct(op, inputs, outputs[0], default);

    public bool HasWarmRows(Op op, ReadOnlySpan<TensorSpec> inputs) =>
        op is ConvInputGradientOp { Groups: 1 } gradient && gradient.Strides.Span.IndexOfAnyExcept(1) < 0;

    public void RunProduct(Op op, ReadOnlySpan<Tensor> inputs, Tensor dx, ProductEpilogue epilogue)
    {
        if (dx.Count == 0) return;
        if (dx.DType == DType.Float32) Run<float>((ConvInputGradientOp)op, inputs[0], inputs[1], dx, epilogue);
        else Run<double>((ConvInputGradientOp)op, inputs[0], inputs[1], dx, epilogue);
    }

    private static void Run<T>(ConvInputGradientOp op, Tensor dy, Tensor kernel, Tensor dx, ProductEpilogue epilogue)
        where T : unmanaged, System.Numerics.IFloatingPointIeee754<T>
    {
        var g = ConvGeometryOf.Shapes(dx.Shape, kernel.Shape, dy.Shape, op.Strides, op.Dilations, new(Padding.Valid, op.Pairs), op.Groups);
        T* target = dx.Pointer<T>();
        if (g.GradientTakesEpilogue)
        {
            ConvCore.InputGradient(g, dy.Pointer<T>(), kernel.Pointer<T>(), target, epilogue.As<T>());
            return;
        }
        ConvCore.InputGradient(g, dy.Pointer<T>(), kernel.Pointer<T>(), target);
        epilogue.As<T>().ApplyAll(target, checked((int)(dx.Count / dx.Shape[^1])));
    }
}
