namespace DeepSharp.Tests.Autodiff;

public sealed class GradientTapeTests
{
    private static readonly Tensor X = Tensor.From(new[] { 0.5, -1.2, 2 });

    [Test]
    public void Nested_GiveHigherDerivatives()
    {
        using var third = new GradientTape();
        third.Watch(X);
        Tensor d2;
        using (var second = new GradientTape())
        {
            second.Watch(X);
            Tensor d1;
            using (var first = new GradientTape())
            {
                first.Watch(X);
                d1 = first.Gradient(X.Pow(4.0), X);
            }
            d2 = second.Gradient(d1, X);
        }
        var d3 = third.Gradient(d2, X);
        Assert.That(d2.ToDoubles(), Is.EqualTo(X.ToDoubles().Select(v => 12 * v * v)).Within(1e-12));
        Assert.That(d3.ToDoubles(), Is.EqualTo(X.ToDoubles().Select(v => 24 * v)).Within(1e-12));
    }

    [Test]
    public void Nested_ThirdDerivativeOfSin_IsMinusCos()
    {
        using var tape = new GradientTape(persistent: true);
        tape.Watch(X);
        var d = X.Sin();
        for (int i = 0; i < 3; i++) d = tape.Gradient(d, X);
        Assert.That(d.ToDoubles(), Is.EqualTo(X.ToDoubles().Select(v => -Math.Cos(v))).Within(1e-14));
    }

    [Test]
    public void Persistent_CanBeAskedAgain_OthersCannot()
    {
        using var tape = new GradientTape(persistent: true);
        tape.Watch(X);
        Tensor y = X * X, z = y * X;
        Assert.That(tape.Gradient(y, X).ToDoubles(), Is.EqualTo(X.ToDoubles().Select(v => 2 * v)).Within(1e-14));
        Assert.That(tape.Gradient(z, X).ToDoubles(), Is.EqualTo(X.ToDoubles().Select(v => 3 * v * v)).Within(1e-14));
        Assert.That(tape.Gradient(z, y).ToDoubles(), Is.EqualTo(X.ToDoubles()).Within(1e-14));

        using var once = new GradientTape();
        once.Watch(X);
        var w = X.Exp();
        once.Gradient(w, X);
        Assert.That(() => once.Gradient(w, X), Throws.TypeOf<NoGradientException>().With.Message.Contains("persistent: true"));
    }

    [Test]
    public void Reused_TensorsAccumulate()
    {
        using var tape = new GradientTape();
        tape.Watch(X);
        var y = X + X * X + X * 3 + X.Sum();
        Assert.That(tape.Gradient(y, X).ToDoubles(), Is.EqualTo(X.ToDoubles().Select(v => 1 + 2 * v + 3 + 3)).Within(1e-14));
    }

    [Test]
    public void Target_ThatIsTheSource_HasGradientOne()
    {
        using var tape = new GradientTape();
        tape.Watch(X);
        Assert.That(tape.Gradient(X, X).ToDoubles(), Is.All.EqualTo(1));
    }

    [Test]
    public void Unconnected_IsNullOrThrows()
    {
        using var tape = new GradientTape(persistent: true);
        var other = Tensor.From(new[] { 1.0 });
        tape.Watch(X, other);
        var y = X * 2;
        Assert.That(tape.Gradient(y, [other])[0], Is.Null);
        Assert.That(() => tape.Gradient(y, other), Throws.TypeOf<NoGradientException>().With.Message.Contains("does not depend"));
        Assert.That(() => tape.Gradient(y.Cast(DType.Int32), X), Throws.TypeOf<NoGradientException>().With.Message.Contains("floating-point target"));
        Assert.That(tape.Gradient(y.Cast(DType.Int32).Cast(DType.Float64), [X])[0], Is.Null);
    }

    [Test, Covers(typeof(StopGradientOp))]
    public void StopGradient_StopsIt()
    {
        var op = new StopGradientOp();
        OpCoverage.Run(op, X);
        using var tape = new GradientTape();
        tape.Watch(X);
        var y = X * X.StopGradient();
        Assert.That(tape.Gradient(y, X).ToDoubles(), Is.EqualTo(X.ToDoubles()));
    }

    [Test]
    public void CustomGradient_ReplacesTheRule()
    {
        using var tape = new GradientTape();
        tape.Watch(X);
        var y = CustomGradient.Apply(t => t[0].Round(), s => [s.Dy * 5], X) * 2;
        Assert.That(y.ToDoubles(), Is.EqualTo(X.ToDoubles().Select(v => Math.Round(v) * 2)));
        Assert.That(tape.Gradient(y, X).ToDoubles(), Is.All.EqualTo(10));
    }

    [Test]
    public void CustomGradient_InATrace_IsUsedToo()
    {
        var program = Program.Compile(Device.Cpu, [X.Spec], x =>
        {
            using var tape = new GradientTape();
            tape.Watch(x[0]);
            return [tape.Gradient(CustomGradient.Apply(t => t[0], s => [s.Dy * s.X], x[0]), x[0])];
        });
        Assert.That(program.Run(X)[0].ToDoubles(), Is.EqualTo(X.ToDoubles()));
    }

    [Test]
    public void Variables_AreWatchedByThemselves_UnlessFrozen()
    {
        Variable w = new(new float[] { 2, 3 }, "w"), frozen = new(new float[] { 5, 7 }, "f", trainable: false);
        using var tape = new GradientTape();
        var y = (w.Value * frozen.Value).Sum();
        var gradients = tape.Gradient(y, new[] { w, frozen });
        Assert.That(gradients[0].ToFloats(), Is.EqualTo(new float[] { 5, 7 }));
        Assert.That(gradients[1].ToFloats(), Is.EqualTo(new float[] { 2, 3 }).Or.All.Zero);
    }

    [Test]
    public void Broadcast_GradientsAreSummedBack()
    {
        Tensor row = Samples.Uniform([4]), column = Samples.Uniform([3, 1], seed: 2), scalar = Tensor.Scalar(1.5);
        using var tape = new GradientTape(persistent: true);
        tape.Watch(row, column, scalar);
        var y = row * column * scalar;
        foreach (var t in new[] { row, column, scalar }) Assert.That(tape.Gradient(y, t).Shape, Is.EqualTo(t.Shape));
        Assert.That(tape.Gradient(y, row).ToDoubles(), Is.All.EqualTo(column.Sum().Item() * 1.5).Within(1e-12));
    }

    [Test]
    public void Seed_WeighsTheTarget()
    {
        using var tape = new GradientTape();
        tape.Watch(X);
        var g = tape.Gradient(X * X, [X], Tensor.From(new[] { 1.0, 0, 10 }))[0]!;
        Assert.That(g.ToDoubles(), Is.EqualTo(new[] { 1, 0, 40.0 }).Within(1e-14));
    }

    [Test]
    public void Disposed_TapeRecordsNoMore()
    {
        var tape = new GradientTape();
        tape.Watch(X);
        var y = X * 2;
        tape.Dispose();
        var z = y * 3;
        Assert.That(tape.Gradient(z, [X])[0], Is.Null);
    }

    [Test]
    public void Composed_OpUsesItsOwnRule()
    {
        var x = Samples.Uniform([2, 3]);
        var program = Program.Compile(Device.Cpu, [x.Spec], t =>
        {
            using var tape = new GradientTape();
            tape.Watch(t[0]);
            return [tape.Gradient(t[0].Softmax() * t[0], t[0])];
        });
        Assert.That(program.Listing, Has.None.Contains("equal("), "the rule of max does not take part in softmax's gradient");
    }
}
