namespace DeepSharp.Tests;

public sealed class FactorTests
{
    [Test]
    public void Factor_OneNumber_MakesRanges()
    {
        Factor f = -0.25;
        Assert.That((f.IsRange, f.FromZero, f.Mirrored), Is.EqualTo((false, (0, 0.25), (-0.25, 0.25))));
        Assert.That((f.ToConfig(), f.ToString()), Is.EqualTo(((object)-0.25, "-0.25")));
    }

    [Test]
    public void Factor_Range_IsPutInOrder()
    {
        Factor f = (0.5, -0.1);
        Assert.That((f.IsRange, f.FromZero, f.Mirrored, f.Both), Is.EqualTo((true, (-0.1, 0.5), (-0.1, 0.5), (-0.1, 0.5))));
        Assert.That((f.ToConfig(), f.ToString()), Is.EqualTo(((object)new[] { 0.5, -0.1 }, "(0.5, -0.1)")));
    }

    [Test]
    public void Factor_PlainForms_AreRead()
    {
        Assert.That(Factor.FromConfig(0.5), Is.EqualTo((Factor)0.5));
        Assert.That(Factor.FromConfig(1L), Is.EqualTo((Factor)1));
        Assert.That(Factor.FromConfig(new object[] { 0L, 0.5 }), Is.EqualTo((Factor)(0, 0.5)));
        Assert.That(() => Factor.FromConfig(new object[] { 1L }),
            Throws.TypeOf<FormatException>().With.Message.EqualTo("expected a number or a list of two numbers"));
        Assert.That(() => Factor.FromConfig("0.5"), Throws.TypeOf<FormatException>());
        Assert.That(() => Factor.FromConfig(new object[] { 1L, "x" }), Throws.TypeOf<FormatException>());
    }

    [Test]
    public void Factor_Outside_NamesLayerParameterAndBounds()
    {
        Assert.That(() => ((Factor)1.5).Within("RandomFoo", "factor", -1, 1), Throws.TypeOf<InvalidValueException>().With.Message.EqualTo(
            "RandomFoo expects factor to be a number from -1 to 1, or a range of two such numbers, but got 1.5."));
        Assert.That(() => ((Factor)(0, double.NaN)).Within("RandomFoo", "factor", 0, 1), Throws.TypeOf<InvalidValueException>());
        Assert.That(() => ((Factor)(-1, 2)).Within("RandomFoo", "sigma", 0, double.PositiveInfinity),
            Throws.TypeOf<InvalidValueException>().With.Message.EqualTo(
            "RandomFoo expects sigma to be a number of at least 0, or a range of two such numbers, but got (-1, 2)."));
    }

    [Test]
    public void ValueRange_KeepsWhatFilesHold()
    {
        ValueRange bytes = (0, 255), unit = (0.5, 1);
        Assert.That(bytes.ToConfig(), Is.EqualTo(new object[] { 0L, 255L }));
        Assert.That(unit.ToConfig(), Is.EqualTo(new object[] { 0.5, 1L }));
        Assert.That((bytes.ToString(), ValueRange.FromConfig(new object[] { 0.5, 1L })), Is.EqualTo(("(0, 255)", unit)));
        Assert.That(() => ValueRange.FromConfig(new object[] { 1L }), Throws.TypeOf<FormatException>());
        Assert.That(() => new ValueRange(1, 1), Throws.TypeOf<InvalidValueException>().With.Message.EqualTo(
            "A value range expects its lower end first and below the upper one but got (1, 1)."));
    }
}
