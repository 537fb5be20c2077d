namespace DeepSharp.Gpu;

/// <summary>Dropout in one pass: the mask exists only in registers. A mask of another shape than x's is left to the composition.</summary>
internal sealed class DropoutKernel : CudaKernel<DropoutOp>
{
    public override bool Takes16Bit => true;

    protected override bool Supports(DropoutOp op, ReadOnlySpan<TensorSpec> inputs) => op.NoiseShape is not { } noise || noise == inputs[0].Shape;

    protected override bool CanOverwrite(DropoutOp op, int input, int output) => input == 0;

    protected override void Run(CudaContext cuda, DropoutOp op, ReadOnlySpan<Tensor> inputs, ReadOnlySpan<Tensor> outputs)
    {
        var (x, state, y) = (inputs[0], inputs[1], outputs[0]);
        KernelArgument scale = x.DType == DType.Float64 ? (KernelArgument)op.Scale : (float)op.Scale;
        cuda.Launch(
            cuda.Function("dropout", "dropout", x.DType), cuda.GridFor(x.Count, perThread: 4), state.Address(), x.Address(), y.Address(), x.Count, scale,
            RandomBernoulliOp.Threshold(1 - op.Rate));
    }
}
