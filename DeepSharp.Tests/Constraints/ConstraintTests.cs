namespace DeepSharp.Tests;

public sealed class ConstraintTests
{
    // Column lengths 5 and 0.5.
    private static readonly Tensor W = new float[,] { { 3, 0.3f }, { -4, 0.4f } };

    private static IEnumerable<TestCaseData> Cases()
    {
        yield return new TestCaseData(new MaxNorm(), new[] { 1.2, 0.3, -1.6, 0.4 });
        yield return new TestCaseData(new MaxNorm(1, 1), new[] { 0.995037, 0.0995037, -0.995037, 0.0995037 });
        yield return new TestCaseData(new MinMaxNorm(1, 2), new[] { 1.2, 0.6, -1.6, 0.8 });
        yield return new TestCaseData(new MinMaxNorm(1, 2, 0.5), new[] { 2.1, 0.45, -2.8, 0.6 });
        yield return new TestCaseData(new NonNeg(), new[] { 3, 0.3, 0, 0.4 });
        yield return new TestCaseData(new UnitNorm(), new[] { 0.6, 0.6, -0.8, 0.8 });
    }

    [TestCaseSource(nameof(Cases))]
    public void Apply_KnownWeight_GivesTheFormula(Constraint constraint, double[] expected) =>
        Assert.That(constraint.Apply(W).ToDoubles(), Is.EqualTo(expected).Within(1e-5));

    [TestCaseSource(nameof(Cases))]
    public void Config_RoundTrips(Constraint constraint, double[] expected)
    {
        string text = KerasJson.Print(KerasJson.Write(constraint));
        var again = KerasJson.Read<Constraint>(text);
        Assert.That(KerasJson.Print(KerasJson.Write(again)), Is.EqualTo(text));
        Assert.That(again.Apply(W).ToDoubles(), Is.EqualTo(expected).Within(1e-5));
    }

    [Test]
    public void Axes_AreWrittenAsInKeras()
    {
        Assert.That(KerasJson.Print(KerasJson.Write(new MaxNorm(axis: new Axes(0, 1, 2)))), Does.Contain("\"axis\":[0,1,2]"));
        Assert.That(KerasJson.Print(KerasJson.Write(new MaxNorm())), Does.Contain("\"axis\":0"));
        Assert.That(() => KerasJson.Read<Constraint>("""{"class_name":"MaxNorm","config":{"axis":"a"}}"""), Throws.TypeOf<ConfigException>().With.Message.Contains("an axis or a list of axes"));
    }

    [Test]
    public void Zero_Weight_StaysFinite() => Assert.That(new UnitNorm().Apply(Tensor.Zeros([2, 2])).ToDoubles(), Is.All.Zero);
}
