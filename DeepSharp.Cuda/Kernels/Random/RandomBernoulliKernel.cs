namespace DeepSharp.Gpu;

/// <summary>Bernoulli draws: a comparison of 24 bits with a whole number.</summary>
internal sealed class RandomBernoulliKernel : CudaKernel<RandomBernoulliOp>
{
    protected override void Run(CudaContext cuda, RandomBernoulliOp op, ReadOnlySpan<Tensor> inputs, ReadOnlySpan<Tensor> outputs)
    {
        var y = outputs[0];
        cuda.Launch(
            cuda.Function("random", "random_bernoulli", y.DType), cuda.GridFor(y.Count, perThread: 4), inputs[0].Address(), y.Address(), y.Count,
            RandomBernoulliOp.Threshold(op.P));
    }
}
