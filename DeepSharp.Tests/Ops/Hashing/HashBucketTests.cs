namespace DeepSharp.Tests;

/// <summary>Values are those of Keras' hashing_test.py and hashed_crossing_test.py, made by TensorFlow.</summary>
public sealed class HashBucketTests
{
    [Test]
    [Covers(typeof(HashBucketOp))]
    public void HashBucket_Integers_HoldAllChecks()
    {
        OpCheck.Run(new HashBucketOp(5), Samples.Integers([3, 4], -100, 100));
        OpCheck.Run(new HashBucketOp(7, (133, 137)), Samples.Integers([6], -100, 100, DType.Int64));
        OpCheck.Threads(x => x[0].HashBucket(1000), Samples.Integers([9000], -100_000, 100_000));
    }

    [Test]
    [Covers(typeof(HashCrossOp))]
    public void HashCross_Features_HoldAllChecks()
    {
        OpCheck.Run(new HashCrossOp(5), Samples.Integers([6, 1], -9, 9, DType.Int64), Samples.Integers([6, 1], -9, 9, DType.Int64, seed: 2));
        OpCheck.Threads(x => new HashCrossOp(99).Apply(x[0], x[0]), Samples.Integers([20_000], -100, 100, DType.Int64));
    }

    [Test]
    public void HashBucket_TensorFlowsValues_Agree()
    {
        var x = Tensor.From([0, 1, 2, 3, 4]);
        Assert.That(x.HashBucket(3).ToInts(), Is.EqualTo(new[] { 1, 0, 1, 0, 2 }));
        Assert.That(x.HashBucket(3, (133, 137)).ToInts(), Is.EqualTo(new[] { 1, 1, 2, 0, 1 }));
        Assert.That(Tensor.From([long.MinValue, long.MaxValue]).HashBucket(1).ToInts(), Is.EqualTo(new[] { 0, 0 }));
    }

    [Test]
    public void Hash_Misuse_Throws()
    {
        Assert.That(() => Tensor.From([1f]).HashBucket(3), Throws.TypeOf<DTypeMismatchException>());
        Assert.That(() => Tensor.From([1]).HashBucket(0), Throws.TypeOf<InvalidValueException>().With.Message.Contains("must be positive but is 0"));
        var (a, b) = (Tensor.From([1L]), Tensor.From([1L, 2]));
        Assert.That(() => new HashCrossOp(0).Apply(a, a), Throws.TypeOf<InvalidValueException>());
        Assert.That(() => new HashCrossOp(3).Apply(a), Throws.TypeOf<ShapeMismatchException>().With.Message.Contains("two features or more"));
        Assert.That(() => new HashCrossOp(3).Apply(a, b), Throws.TypeOf<ShapeMismatchException>().With.Message.Contains("of one shape"));
        Assert.That(() => new HashCrossOp(3).Apply(a, Tensor.From([1])), Throws.TypeOf<DTypeMismatchException>());
    }
}
