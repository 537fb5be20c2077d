namespace DeepSharp.Tests;

public sealed class SliceTests
{
    private static readonly Tensor X = Samples.Uniform([4, 5, 3]);

    [Test]
    [Covers(typeof(SliceOp))]
    public void Slice_EveryKindOfRange_HoldsAllChecks()
    {
        OpCheck.Run(x => x[0].Slice(1, 1..4), X);
        OpCheck.Run(x => x[0].Slice(1, 1..5, 2).Slice(2, ^2..), X);
        OpCheck.Run(x => x[0].Slice(1, .., -1), X);
        OpCheck.Run(x => x[0].Slice(1, 0..4, -2), X);
        OpCheck.Run(x => x[0].Slice(2, 1..1), X);
        OpCheck.Run(x => x[0][.., 3, TensorIndex.Every(2), TensorIndex.NewAxis], X);
        OpCheck.Run(x => x[0].Flip(), X);
        OpCheck.Run(x => x[0].Flip([0, 2]) * x[0], X);
    }

    [Test]
    public void Slice_Block_TakesStartAndSize()
    {
        Assert.That(X.Slice([1, 2, 0], [2, -1, 1]).ToDoubles(), Is.EqualTo(X[1..3, 2.., 0..1].ToDoubles()));
        Assert.That(() => X.Slice([1, 2], [2, 1, 1]), Throws.TypeOf<ShapeMismatchException>());
        Assert.That(() => X.Slice([-1, 0, 0], [1, 1, 1]), Throws.TypeOf<InvalidValueException>());
        Assert.That(() => X.Slice([3, 0, 0], [2, 1, 1]), Throws.TypeOf<InvalidValueException>());
    }

    [Test]
    public void Gradient_BackwardRun_IsPaddedWithoutGaps()
    {
        using var tape = new GradientTape();
        var x = Samples.Uniform([6]);
        tape.Watch(x);
        var y = x.Slice(0, 1..6, -2) * Tensor.From([1.0, 2, 3]);   // x5, x3, x1
        Assert.That(tape.Gradient(y, x).ToDoubles(), Is.EqualTo([0, 3, 0, 2, 0, 1]));
    }

    [Test]
    public void Flip_Scalar_IsItself() => Assert.That(Tensor.Scalar(3f).Flip().Item(), Is.EqualTo(3));
}
