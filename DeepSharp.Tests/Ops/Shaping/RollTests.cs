namespace DeepSharp.Tests;

public sealed class RollTests
{
    [Test]
    [Covers(typeof(RollOp))]
    public void Roll_EitherWay_HoldsAllChecks()
    {
        var x = Samples.Uniform([4, 3]);
        foreach (int shift in new[] { 1, -1, 0, 7 }) OpCheck.Run(new RollOp(shift, 1), x);
        OpCheck.Run(new RollOp(2, 0), x);
        OpCheck.Run(t => t[0].Roll(2), x);
    }

    [TestCase(1, new[] { 4, 1, 2, 3 })]
    [TestCase(-1, new[] { 2, 3, 4, 1 })]
    [TestCase(6, new[] { 3, 4, 1, 2 })]
    public void Roll_Row_MovesOn(int shift, int[] expected)
    {
        Assert.That(Tensor.From([1, 2, 3, 4]).Roll(shift, 0).ToInts(), Is.EqualTo(expected));
        Assert.That(Tensor.From([1, 2, 3, 4], [2, 2]).Roll(shift).ToInts(), Is.EqualTo(expected));
    }
}
