namespace DeepSharp.Tests;

public sealed class RegularizerTests
{
    private static readonly Tensor W = new float[,] { { 3, -4 }, { 0, 2 } };

    private static IEnumerable<TestCaseData> Cases()
    {
        yield return new TestCaseData(new L1(0.1), 0.9);
        yield return new TestCaseData(new L2(0.1), 2.9);
        yield return new TestCaseData(new L1L2(0.1, 0.01), 0.9 + 0.29);
        // |cos| of the rows (3, -4) and (0, 2) is 0.8; of the columns (3, 0) and (-4, 2) it is 4 / √20.
        yield return new TestCaseData(new OrthogonalRegularizer(0.5), 0.5 * 0.8);
        yield return new TestCaseData(new OrthogonalRegularizer(0.5, OrthogonalMode.Columns), 0.5 * 4 / Math.Sqrt(20));
    }

    [TestCaseSource(nameof(Cases))]
    public void Penalty_KnownWeight_GivesTheFormula(Regularizer regularizer, double expected) =>
        Assert.That(regularizer.Penalty(W).ToDoubles(), Is.EqualTo(new[] { expected }).Within(1e-6));

    [TestCaseSource(nameof(Cases))]
    public void Config_RoundTrips(Regularizer regularizer, double expected)
    {
        string text = KerasJson.Print(KerasJson.Write(regularizer));
        var again = KerasJson.Read<Regularizer>(text);
        Assert.That(KerasJson.Print(KerasJson.Write(again)), Is.EqualTo(text));
        Assert.That(again.Penalty(W).ToDoubles(), Is.EqualTo(new[] { expected }).Within(1e-6));
    }

    [Test]
    public void Names_StandForDefaults()
    {
        Assert.That(KerasJson.Print(KerasJson.Write((Regularizer)"l2")), Is.EqualTo("""{"module":"keras.regularizers","class_name":"L2","config":{"l2":0.01},"registered_name":null}"""));
        Assert.That((Regularizer)"l1_l2", Is.InstanceOf<L1L2>());
    }

    [Test]
    public void Orthogonal_NotAMatrix_Throws() => Assert.That(
        () => new OrthogonalRegularizer().Penalty(Tensor.Zeros([2, 2, 2])), Throws.TypeOf<ShapeMismatchException>().With.Message.Contains("is for matrices"));
}
