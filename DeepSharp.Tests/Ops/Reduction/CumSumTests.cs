namespace DeepSharp.Tests.Ops;

public sealed class CumSumTests
{
    [Test]
    [Covers(typeof(CumSumOp))]
    public void CumSum_EveryAxisAndKind_PassesOpCheck()
    {
        foreach (int axis in new[] { 0, 1, -1 })
            foreach (bool reverse in new[] { false, true })
                foreach (bool exclusive in new[] { false, true })
                    OpCheck.Run(new CumSumOp(axis, reverse, exclusive), Samples.Uniform([2, 3, 20]));
    }

    [TestCase(false, false, new[] { 1, 3, 6 })]
    [TestCase(true, false, new[] { 6, 5, 3 })]
    [TestCase(false, true, new[] { 0, 1, 3 })]
    [TestCase(true, true, new[] { 5, 3, 0 })]
    public void CumSum_Kinds_AreRight(bool reverse, bool exclusive, int[] expected) =>
        Assert.That(Tensor.From(new[] { 1, 2, 3 }).CumSum(0, reverse, exclusive).ToArray<int>(), Is.EqualTo(expected));

    [Test]
    public void CumSum_BadAxis_Throws() => Assert.That(
        () => Tensor.Zeros([2]).CumSum(1), Throws.TypeOf<ShapeMismatchException>().With.Message.Contains("[cum_sum] axis 1 is out of range for shape [2]"));
}
