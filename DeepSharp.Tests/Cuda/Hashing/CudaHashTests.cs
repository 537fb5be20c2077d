namespace DeepSharp.Tests.Cuda;

/// <summary>Buckets of numbers of every length.</summary>
[Category("CudaEmulated")]
[NonParallelizable]
public sealed class CudaHashTests
{
    private static Tensor Numbers()
    {
        var numbers = new List<long> { 0, long.MinValue, long.MaxValue };
        for (long n = 1; n < 1_000_000_000_000_000_000; n *= 10) numbers.AddRange([n, n * 10 - 1, -n, 3 - n * 7]);
        return Tensor.From(numbers.ToArray(), [numbers.Count]);
    }

    [Test]
    public void HashBucket_HashesDigits()
    {
        foreach ((long, long)? key in ((long, long)?[])[null, (1, 2), (-5, long.MaxValue)])
        {
            CudaCheck.Identical(new HashBucketOp(1000, key), Numbers());
            CudaCheck.Identical(new HashBucketOp(int.MaxValue, key), Samples.Integers([3, 5], int.MinValue, int.MaxValue));
            CudaCheck.Identical(new HashBucketOp(7, key), Samples.Integers([0]));
        }
    }

    [Test]
    public void HashCross_JoinsFeatures()
    {
        CudaCheck.Identical(new HashCrossOp(97), Numbers(), Numbers() * 3);
        CudaCheck.Identical(new HashCrossOp(10), [.. Enumerable.Range(1, 3).Select(seed => Samples.Integers([2, 3], dtype: DType.Int64, seed: seed))]);
    }
}
