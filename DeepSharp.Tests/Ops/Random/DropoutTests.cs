namespace DeepSharp.Tests;

public sealed class DropoutTests
{
    private static readonly Tensor s_state = SeedGenerator.StateOf(31, 4);

    private static OpCheckOptions Options => new() { Checks = OpChecks.All, Batched = [0] };

    [TestCase(0.0)]
    [TestCase(0.3)]
    [TestCase(1.0)]
    [Covers(typeof(DropoutOp))]
    public void Dropout_AnyRate_HoldsEveryCheck(double rate)
    {
        OpCheck.Run(new DropoutOp(rate), Options, Samples.Uniform([4, 5]), s_state);
        OpCheck.Run(x => x[0].Dropout(rate, x[1]), Options, Samples.Uniform([3]), s_state);
    }

    [Test]
    [Covers(typeof(DropoutOp))]
    public void Dropout_NoiseShape_DropsWholeAxes()
    {
        OpCheck.Run(new DropoutOp(0.5, new Shape(Dim.Any, 1, 3)), Options, Samples.Uniform([4, 5, 3]), s_state);
        float[] y = Tensor.Ones([8, 5, 3]).Dropout(0.5, s_state, new Shape(8, 1, 3)).ToFloats();
        for (int b = 0; b < 8; b++)
            for (int t = 1; t < 5; t++)
                for (int c = 0; c < 3; c++) Assert.That(y[(b * 5 + t) * 3 + c], Is.EqualTo(y[b * 15 + c]));
        Assert.That(y, Does.Contain(0f).And.Contain(2f));
    }

    [TestCase(DType.Float32)]
    [TestCase(DType.Float64)]
    public void Dropout_LongInput_KeepsTheRightPartAndScales(DType dtype)
    {
        const int n = 1 << 17;
        double[] y = Tensor.Ones([n], dtype).Dropout(0.25, s_state).ToDoubles();
        Assert.That(y.Distinct().Order(), Is.EqualTo(new[] { 0, dtype == DType.Float32 ? 4 / 3f : 4 / 3.0 }));
        Assert.That(y.Count(v => v != 0) / (double)n, Is.EqualTo(0.75).Within(0.006));
        OpCheck.Threads(x => x[0].Dropout(0.25, x[1]), Samples.Uniform([n]), s_state);
    }

    [Test]
    public void Dropout_RateOneOrInfiniteInput_GivesZerosNotNaN()
    {
        var x = Tensor.From<float>([1, float.PositiveInfinity, float.NaN]);
        Assert.That(x.Dropout(1, s_state).ToFloats(), Has.All.EqualTo(0f));
    }

    [Test]
    public void Dropout_BadArguments_SayWhatIsWrong()
    {
        var x = Tensor.Ones([2, 3]);
        Assert.That(() => x.Dropout(1.5, 1),
            Throws.TypeOf<InvalidValueException>().With.Message.EqualTo("[dropout] expects a rate from 0 to 1 but got 1.5."));
        Assert.That(() => x.Dropout(double.NaN, 1), Throws.TypeOf<InvalidValueException>());
        Assert.That(() => x.Dropout(0.5, 1, new Shape(2)),
            Throws.TypeOf<ShapeMismatchException>().With.Message.Contains("noise shape [2]"));
        Assert.That(() => x.Dropout(0.5, 1, new Shape(2, 4)), Throws.TypeOf<ShapeMismatchException>().With.Message.Contains("[2, 4]"));
    }
}
