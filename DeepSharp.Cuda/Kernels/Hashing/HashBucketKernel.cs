namespace DeepSharp.Gpu;

/// <summary>Writes each number in decimal digits and hashes them.</summary>
internal sealed class HashBucketKernel : CudaKernel<HashBucketOp>
{
    protected override void Run(CudaContext cuda, HashBucketOp op, ReadOnlySpan<Tensor> inputs, ReadOnlySpan<Tensor> outputs)
    {
        var (x, y) = (inputs[0], outputs[0]);
        var (first, second) = op.Key ?? default;
        cuda.Launch(
            cuda.Function("hash", "hash_bucket", DType.Int64), cuda.GridFor(x.Count), x.Address(), x.DType == DType.Int64, y.Address(), x.Count, op.Buckets,
            op.Key is not null, first, second);
    }
}
