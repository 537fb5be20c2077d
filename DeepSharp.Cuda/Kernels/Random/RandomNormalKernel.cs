namespace DeepSharp.Cuda;

/// <summary>Normal numbers by Box and Muller, a Philox block a thread.</summary>
internal sealed class RandomNormalKernel : CudaKernel<RandomNormalOp>
{
    protected override void Run(CudaContext cuda, RandomNormalOp op, ReadOnlySpan<Tensor> inputs, ReadOnlySpan<Tensor> outputs) =>
        NormalLaunch.Run(cuda, "random_normal", inputs[0], outputs[0], op.Mean, op.StdDev);
}

/// <summary>Truncated normal numbers by inverting the distribution function.</summary>
internal sealed class TruncatedNormalKernel : CudaKernel<TruncatedNormalOp>
{
    protected override void Run(CudaContext cuda, TruncatedNormalOp op, ReadOnlySpan<Tensor> inputs, ReadOnlySpan<Tensor> outputs) =>
        NormalLaunch.Run(cuda, "truncated_normal", inputs[0], outputs[0], op.Mean, op.StdDev);
}

/// <summary>What both kinds of normal numbers are launched with.</summary>
internal static class NormalLaunch
{
    public static void Run(CudaContext cuda, string entry, Tensor state, Tensor y, double mean, double stddev)
    {
        var function = cuda.Function("random", entry, y.DType);
        if (y.DType == DType.Float32)
            cuda.Launch(function, cuda.GridFor(y.Count, perThread: 4), state.Address(), y.Address(), y.Count, (float)mean, (float)stddev);
        else cuda.Launch(function, cuda.GridFor(y.Count, perThread: 2), state.Address(), y.Address(), y.Count, mean, stddev);
    }
}
