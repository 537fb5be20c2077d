namespace DeepSharp.Gpu;

/// <summary>Joins the features' fingerprints one after the other in the result's memory.</summary>
internal sealed class HashCrossKernel : CudaKernel<HashCrossOp>
{
    protected override void Run(CudaContext cuda, HashCrossOp op, ReadOnlySpan<Tensor> inputs, ReadOnlySpan<Tensor> outputs)
    {
        var y = outputs[0];
        for (int i = 0; i < inputs.Length; i++)
            cuda.Launch(
                cuda.Function("hash", "hash_cross", DType.Int64), cuda.GridFor(y.Count), inputs[i].Address(), y.Address(), y.Count, i == 0,
                i == inputs.Length - 1 ? op.Buckets : 0);
    }
}
