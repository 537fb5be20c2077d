namespace DeepSharp.Tests;

public sealed class SplitTests
{
    private static readonly Tensor X = Samples.Uniform([4, 6, 2]);

    [Test]
    [Covers(typeof(SplitOp), typeof(UnstackOp))]
    public void Split_PiecesAndMembers_HoldAllChecks()
    {
        OpCheck.Run(new SplitOp([1, 3, 2], 1), X);
        OpCheck.Run(new SplitOp([6, 0], -2), X);
        OpCheck.Run(new UnstackOp(1), X);
        OpCheck.Run(new UnstackOp(-1), X);
        OpCheck.Run(x => x[0].Split(3, 1)[1].Tanh() * x[0].Unstack(1)[0].ExpandDims(1), X);
    }

    [Test]
    public void Split_EqualParts_AreViews()
    {
        var parts = X.Split(2);
        Assert.That(parts.Select(p => p.Shape), Is.All.EqualTo(new Shape(2, 6, 2)));
        Assert.That(parts[1].Storage, Is.SameAs(X.Storage));
        Assert.That(Tensor.Concat(parts).ToDoubles(), Is.EqualTo(X.ToDoubles()));
        Assert.That(Tensor.Stack(X.Unstack(2), 2).ToDoubles(), Is.EqualTo(X.ToDoubles()));
    }

    [Test]
    public void Gradient_OfManyMembers_IsOneStack()
    {
        var program = Program.Compile(Device.Cpu, [new([2, 50], DType.Float32)], x =>
        {
            using var tape = new GradientTape();
            tape.Watch(x);
            var sum = x[0].Unstack(1).Aggregate((a, b) => (a * 0.5 + b).Tanh());
            return [tape.Gradient(sum, x[0])];
        });
        Assert.That(program.Listing.Count(line => line.Contains("concat(")), Is.EqualTo(1));
        Assert.That(program.Listing.Count(line => line.Contains("pad(")), Is.Zero);
    }

    [Test]
    public void Split_BadPieces_SayWhatTheSumMustBe()
    {
        Assert.That(() => X.Split([1, 2], 1), Throws.TypeOf<ShapeMismatchException>().With.Message.Contains("their sum must be 6"));
        Assert.That(() => X.Split([7, -1], 1), Throws.TypeOf<ShapeMismatchException>());
        Assert.That(() => X.Split(4, 1), Throws.TypeOf<ShapeMismatchException>().With.Message.Contains("4 equal parts"));
        var open = new Tensor(new([Dim.Any, 2], DType.Float32), Device.Null);
        Assert.That(() => open.Unstack(), Throws.TypeOf<ShapeMismatchException>().With.Message.Contains("not known yet"));
        Assert.That(() => open.Split(2), Throws.TypeOf<ShapeMismatchException>().With.Message.Contains("Give the sizes"));
    }
}
