namespace DeepSharp.Tests;

public sealed class LookupTests
{
    private static readonly Tensor s_keys = Tensor.From([-4L, 0, 7, 9_007_199_254_740_993]), s_values = Tensor.From([3L, 1, 0, 2]);

    [Test]
    [Covers(typeof(LookupOp))]
    public void Lookup_Numbers_HoldAllChecks()
    {
        var options = new OpCheckOptions { Differentiate = [], Batched = [0] };
        OpCheck.Run(new LookupOp(-1), options, Samples.Integers([3, 4], -5, 9, DType.Int64), s_keys, s_values);
        // One-element, stretched and empty variants of the keys would lack numbers that are asked for.
        var known = options with { Checks = OpChecks.Values | OpChecks.Strided | OpChecks.NoAllocation };
        OpCheck.Run(new LookupOp(null), known, Tensor.From([7L, 0, -4, 0], [2, 2]), s_keys, s_values);
        OpCheck.Threads(x => x[0].Lookup(s_keys, s_values, -1), Samples.Integers([40_000], -5, 9, DType.Int64));
    }

    [Test]
    public void Lookup_Keys_GiveTheirValues()
    {
        Assert.That(Tensor.From([7, 5, -4]).Lookup(s_keys, s_values, missing: 8).ToInts(), Is.EqualTo(new[] { 0, 8, 3 }));
        Assert.That(Tensor.From([9_007_199_254_740_993, 9_007_199_254_740_992]).Lookup(s_keys, s_values, -1).ToInts(), Is.EqualTo(new[] { 2, -1 }));
    }

    [Test]
    public void Lookup_Misuse_Throws()
    {
        Assert.That(() => Tensor.From([7, 5]).Lookup(s_keys, s_values), Throws.TypeOf<InvalidValueException>().With.Message.Contains("5, element 1 of shape [2], is not among the 4 keys"));
        Assert.That(() => Tensor.From([7]).Lookup(s_keys, Tensor.From([1L])), Throws.TypeOf<ShapeMismatchException>().With.Message.Contains("equal lengths"));
        Assert.That(() => Tensor.From([7]).Lookup(Tensor.From([1]), Tensor.From([1L])), Throws.TypeOf<DTypeMismatchException>().With.Message.Contains("in int64"));
    }
}
