namespace DeepSharp.Gpu;

/// <summary>Uniform numbers: the unit interval, stretched; where that rounds up to the end, the number before it.</summary>
internal sealed class RandomUniformKernel : CudaKernel<RandomUniformOp>
{
    protected override void Run(CudaContext cuda, RandomUniformOp op, ReadOnlySpan<Tensor> inputs, ReadOnlySpan<Tensor> outputs)
    {
        var (state, y) = (inputs[0], outputs[0]);
        var function = cuda.Function("random", "random_uniform", y.DType);
        if (y.DType == DType.Float32)
        {
            var (low, high) = ((float)op.Low, (float)op.High);
            cuda.Launch(
                function, cuda.GridFor(y.Count, perThread: 4), state.Address(), y.Address(), y.Count, low, high - low,
                MathF.Max(low, MathF.BitDecrement(high)));
        }
        else
            cuda.Launch(
                function, cuda.GridFor(y.Count, perThread: 2), state.Address(), y.Address(), y.Count, op.Low, op.High - op.Low,
                Math.Max(op.Low, Math.BitDecrement(op.High)));
    }
}
