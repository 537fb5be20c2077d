namespace DeepSharp.Tests.Configuration;

public sealed class SizeTests
{
    [Test]
    public void Size_FromNumberOrTuple_SetsEveryAxis()
    {
        Size1D one = 3;
        Size2D two = 3, pair = (3, 5);
        Size3D three = 2, triple = (2, 3, 4);
        Assert.That(one.ToArray(), Is.EqualTo(new[] { 3 }));
        Assert.That(two.ToArray().Concat(pair.ToArray()), Is.EqualTo(new[] { 3, 3, 3, 5 }));
        Assert.That(three.ToArray().Concat(triple.ToArray()), Is.EqualTo(new[] { 2, 2, 2, 2, 3, 4 }));
        Assert.That((one.Length, pair.H, pair.W, triple.D, triple.H, triple.W), Is.EqualTo((3, 3, 5, 2, 3, 4)));
    }

    [Test]
    public void Size_Printed_ReadsLikeATuple() => Assert.That($"{(Size1D)3} {(Size2D)(3, 5)} {(Size3D)2}", Is.EqualTo("3 (3, 5) (2, 2, 2)"));

    [TestCase(0), TestCase(-2)]
    public void Size_NotPositive_Throws(int size)
    {
        Assert.That(() => (Size1D)size, Throws.InstanceOf<InvalidValueException>());
        Assert.That(() => (Size3D)(1, 1, size), Throws.InstanceOf<InvalidValueException>());
        Assert.That(() => (Size2D)(1, size), Throws.InstanceOf<InvalidValueException>().With.Message.Contains($"Size2D expects sizes of at least 1, but got {size}."));
    }

    [Test]
    public void Size_FromConfig_TakesNumberAndList()
    {
        Assert.That(Size2D.FromConfig(3L), Is.EqualTo((Size2D)3));
        Assert.That(Size3D.FromConfig(new object?[] { 1L, 2L, 3L }), Is.EqualTo((Size3D)(1, 2, 3)));
        Assert.That(Size1D.FromConfig(new object?[] { 4L }), Is.EqualTo((Size1D)4));
        Assert.That(() => Size2D.FromConfig(new object?[] { 1L, 2L, 3L }), Throws.InstanceOf<FormatException>());
        Assert.That(() => Size2D.FromConfig(new object?[] { 1L, 0L }), Throws.InstanceOf<FormatException>());
        Assert.That(() => Size2D.FromConfig("3"), Throws.InstanceOf<FormatException>());
    }
}
