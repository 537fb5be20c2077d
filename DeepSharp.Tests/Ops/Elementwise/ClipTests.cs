namespace DeepSharp.Tests;

public sealed class ClipTests
{
    [Test]
    [Covers(typeof(ClipFn))]
    public void Clip_Bounds_HoldsAllChecks()
    {
        OpCheck.Run(x => x[0].Clip(-0.5, 1.25), Samples.Distinct([4, 7], 0.13));
        OpCheck.Run(x => x[0].Clip(-2, 3), Samples.Integers([4, 7]));
    }

    [Test]
    public void Clip_SpecialValues_KeepNan()
    {
        Assert.That(Tensor.From([float.NaN, float.PositiveInfinity, -5, 0.5f]).Clip(0, 1).ToFloats(), Is.EqualTo(new[] { float.NaN, 1, 0, 0.5f }));
        Assert.That(Tensor.From([1, 9]).Clip(0.5, 2.5).ToFloats(), Is.EqualTo(new[] { 1, 2.5f }));
        Assert.That(() => Tensor.From([1f]).Clip(2, 1), Throws.TypeOf<InvalidValueException>());
        Assert.That(() => Tensor.From([1f]).Clip(double.NaN, 1), Throws.TypeOf<InvalidValueException>());
    }

    [Test]
    public void Gradient_OnTheBound_Passes()
    {
        using var tape = new GradientTape();
        var x = Tensor.From([0f, 1, 2, 3]);
        tape.Watch(x);
        Assert.That(tape.Gradient(x.Clip(1, 2), x).ToFloats(), Is.EqualTo(new float[] { 0, 1, 1, 0 }));
    }
}
