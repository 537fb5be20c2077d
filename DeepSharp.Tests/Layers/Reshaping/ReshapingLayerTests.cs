using DeepSharp.Layers;

namespace DeepSharp.Tests;

public sealed class ReshapingLayerTests
{
    [Test]
    [Covers(typeof(Flatten), typeof(Reshape), typeof(Permute), typeof(RepeatVector))]
    public void Reshaping_PassesLayerCheck()
    {
        LayerCheck.Run(() => new Flatten(), [2, 3, 4], [2, 12]);
        LayerCheck.Run(() => new Flatten(), [2], [2, 1]);
        LayerCheck.Run(() => new Reshape([2, -1]), [3, 4, 5], [3, 2, 10]);
        LayerCheck.Run(() => new Reshape([10]), [3, 2, 5], [3, 10]);
        LayerCheck.Run(() => new Permute([2, 3, 1]), [2, 3, 4, 5], [2, 4, 5, 3]);
        LayerCheck.Run(() => new RepeatVector(3), [2, 4], [2, 3, 4]);
    }

    [Test]
    public void Permute_MovesElements() => Assert.That(
        new Permute([2, 1]).Apply(Tensor.From(new float[] { 1, 2, 3, 4, 5, 6 }, [1, 2, 3])).ToDoubles(), Is.EqualTo(new double[] { 1, 4, 2, 5, 3, 6 }));

    [Test]
    public void RepeatVector_RepeatsRows() => Assert.That(
        new RepeatVector(2).Apply(new float[,] { { 1, 2 } }).ToDoubles(), Is.EqualTo(new double[] { 1, 2, 1, 2 }));

    [Test]
    public void Reshape_WrongCount_ThrowsWithLayerName() => Assert.That(
        () => new Reshape([5, 2]) { Name = "r" }.Apply(Tensor.Zeros([2, 3, 4])),
        Throws.TypeOf<ShapeMismatchException>().With.Message.EqualTo(
            "Reshape cannot turn 12 elements, shape [3, 4] after the batch axis, into [5, 2]. The products of the lengths must be equal; one length may be -1.\n  in Reshape([5, 2]) 'r'."));

    [Test]
    public void Permute_WrongAxes_Throws() => Assert.That(
        () => new Permute([0, 1]) { Name = "p" }.Apply(Tensor.Zeros([2, 3, 4])),
        Throws.TypeOf<ShapeMismatchException>().With.Message.Contains("expects each of the axes 1 to 2 of the input once but got (0, 1)"));

    [Test]
    public void Flatten_DropsTheMask_AlsoWhereItGivesItsInputBack()
    {
        var masked = new Masking().Apply(Tensor.Ones([2, 3]));
        Assert.That(new Flatten().Apply(masked).Mask, Is.Null);
        Assert.That(masked.Mask, Is.Not.Null);
    }
}
