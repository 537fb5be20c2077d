namespace DeepSharp.Gpu;

/// <summary>Whole numbers in a range: the upper half of a 128-bit product.</summary>
internal sealed class RandomIntegersKernel : CudaKernel<RandomIntegersOp>
{
    protected override void Run(CudaContext cuda, RandomIntegersOp op, ReadOnlySpan<Tensor> inputs, ReadOnlySpan<Tensor> outputs)
    {
        var y = outputs[0];
        cuda.Launch(
            cuda.Function("random", "random_integers", y.DType), cuda.GridFor(y.Count, perThread: 2), inputs[0].Address(), y.Address(), y.Count, op.Low,
            unchecked(op.High - op.Low));
    }
}
