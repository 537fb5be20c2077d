namespace DeepSharp.Gpu;

/// <summary>Random bits: the words as they are; an int64 element is two words, the lower one first.</summary>
internal sealed class RandomBitsKernel : CudaKernel<RandomBitsOp>
{
    protected override void Run(CudaContext cuda, RandomBitsOp op, ReadOnlySpan<Tensor> inputs, ReadOnlySpan<Tensor> outputs)
    {
        var y = outputs[0];
        long words = y.Spec.Bytes / sizeof(uint);
        cuda.Launch(cuda.Function("random", "random_bits", DType.Int32), cuda.GridFor(words, perThread: 4), inputs[0].Address(), y.Address(), words);
    }
}
