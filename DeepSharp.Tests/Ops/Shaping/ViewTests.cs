namespace DeepSharp.Tests.Ops;

public sealed class ViewTests
{
    private static readonly Tensor X = Samples.Uniform([2, 3, 4]);

    [Test, Covers(typeof(ReshapeOp))]
    public void Reshape_PassesOpCheck()
    {
        OpCheck.Run(new ReshapeOp([-1, 12]), X);
        OpCheck.Run(new ReshapeOp([4, 6]), new OpCheckOptions { Checks = OpChecks.All & ~OpChecks.OpenAxis }, X);
        OpCheck.Run(x => (x[0].Transpose() * 2).Reshape([-1]), X);
    }

    [Test, Covers(typeof(TransposeOp))]
    public void Transpose_PassesOpCheck()
    {
        OpCheck.Run(new TransposeOp([2, 0, 1]), X);
        OpCheck.Run(x => x[0].Transpose() * x[0].Transpose().Sin(), X);
    }

    [Test, Covers(typeof(ExpandDimsOp), typeof(SqueezeOp))]
    public void ExpandAndSqueeze_PassOpCheck()
    {
        OpCheck.Run(new ExpandDimsOp(1), X);
        OpCheck.Run(new ExpandDimsOp(3), X);
        OpCheck.Run(new SqueezeOp(1), Samples.Uniform([3, 1, 4]));
    }

    [Test, Covers(typeof(BroadcastToOp))]
    public void BroadcastTo_PassesOpCheck() => OpCheck.Run(new BroadcastToOp([5, 3, 4]), Samples.Uniform([3, 1]));

    [Test, Covers(typeof(CopyOp), typeof(IdentityOp))]
    public void CopyAndIdentity_PassOpCheck()
    {
        OpCheck.Run(new CopyOp(), X);
        OpCheck.Run(new IdentityOp(), X);
    }

    [Test]
    public void Copy_EveryTypeAndLayout_KeepsTheValues([Values] DType dtype)
    {
        var x = Samples.Integers([37, 5, 41], 0, 2, dtype);
        foreach (var view in new[] { InputVariants.Transposed(x), InputVariants.Sliced(x), InputVariants.Repeated(x, 1), InputVariants.Repeated(x, 2) })
        {
            Assert.That(view.IsContiguous, Is.False);
            Assert.That(view.Contiguous().IsContiguous);
            Assert.That(view.Contiguous().ToDoubles(), Is.EqualTo((view.DType == DType.Bool ? view : view.Reshape([-1])).ToDoubles()));
        }
    }

    [Test]
    public void Views_ShareTheStorage()
    {
        Assert.That(X.Reshape([6, 4]).Storage, Is.SameAs(X.Storage));
        Assert.That(X.Transpose().Storage, Is.SameAs(X.Storage));
        Assert.That(X.Transpose().Reshape([24]).Storage, Is.Not.SameAs(X.Storage));
    }

    [Test]
    public void Errors_NameShapes()
    {
        Assert.That(() => X.Reshape([5, 5]), Throws.TypeOf<ShapeMismatchException>().With.Message.Contains("[2, 3, 4] cannot become [5, 5]"));
        Assert.That(() => X.Reshape([-1, -1]), Throws.TypeOf<ShapeMismatchException>().With.Message.Contains("only one length"));
        Assert.That(() => X.Transpose([0, 1]), Throws.TypeOf<ShapeMismatchException>().With.Message.Contains("must name each of the 3 axes"));
        Assert.That(() => X.Squeeze(0), Throws.TypeOf<ShapeMismatchException>().With.Message.Contains("axis 0 of [2, 3, 4] has length 2"));
        Assert.That(() => X.BroadcastTo([3, 4]), Throws.TypeOf<ShapeMismatchException>());
        Assert.That(() => X.ExpandDims(4), Throws.TypeOf<ShapeMismatchException>());
    }
}
