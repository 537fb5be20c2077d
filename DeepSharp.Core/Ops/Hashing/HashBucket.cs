namespace DeepSharp;

/// <summary>Puts integers into buckets: the hash of a number's decimal digits modulo the number of buckets, as TensorFlow does. No gradient.</summary>
/// <param name="Buckets">How many buckets there are.</param>
/// <param name="Key">The two keys of SipHash; FarmHash64 without a key if null.</param>
/// <remarks>int32 or int64 of any shape → int64 from 0 to below the number of buckets.</remarks>
public sealed record HashBucketOp(int Buckets, (long First, long Second)? Key = null) : Op
{
    /// <inheritdoc/>
    public override string Family => "Hashing";

    /// <inheritdoc/>
    public override TensorSpec[] Infer(ReadOnlySpan<TensorSpec> inputs)
    {
        Indices.RequireIntegers(Name, inputs[0].DType);
        if (Buckets <= 0) throw new InvalidValueException($"[hash_bucket] the number of buckets must be positive but is {Buckets}.");
        return [new(inputs[0].Shape, DType.Int64)];
    }
}

public sealed partial class Tensor
{
    /// <summary>A bucket for each integer: the hash of its decimal digits modulo the number of buckets.</summary>
    /// <param name="buckets">How many buckets there are.</param>
    /// <param name="key">The two keys of SipHash; FarmHash64 without a key if null.</param>
    /// <returns>int64 in this tensor's shape.</returns>
    /// <exception cref="DTypeMismatchException">This tensor holds no integers.</exception>
    public Tensor HashBucket(int buckets, (long First, long Second)? key = null) =>
        new HashBucketOp(buckets, key).Apply(DType is DType.Bool or DType.UInt8 ? Cast(DType.Int32) : this);
}
