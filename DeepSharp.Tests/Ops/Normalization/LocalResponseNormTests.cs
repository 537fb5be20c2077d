namespace DeepSharp.Tests;

public sealed class LocalResponseNormTests
{
    [Test]
    [Covers(typeof(LocalResponseNormOp))]
    public void LocalResponseNorm_PassesOpCheck()
    {
        OpCheck.Run(new LocalResponseNormOp(), Samples.Uniform([2, 3, 4]));
        OpCheck.Run(new LocalResponseNormOp(1, 2, 0.3, 0.75), Samples.Uniform([2, 7]));
    }

    [Test]
    public void LocalResponseNorm_Neighbours_AreSummed() => Assert.That(
        Tensor.From([1f, 2, 3], [1, 3]).LocalResponseNorm(1, 1, 1, 1).ToFloats(), Is.EqualTo(new[] { 1 / 6f, 2 / 15f, 3 / 14f }).Within(1e-6));

    [Test]
    public void LocalResponseNorm_NegativeRadius_Throws() => Assert.That(
        () => Tensor.Zeros([1, 3]).LocalResponseNorm(-1),
        Throws.TypeOf<InvalidValueException>().With.Message.EqualTo("[local_response_norm] the depth radius must be zero or more but is -1."));
}
