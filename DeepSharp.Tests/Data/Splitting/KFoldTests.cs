namespace DeepSharp.Tests.Data;

public class KFoldTests
{
    private static string Text(IEnumerable<(int[] Training, int[] Validation)> folds) => string.Join(" ", folds.Select(f =>
        $"{string.Join(',', f.Training)}|{string.Join(',', f.Validation)}"));

    [Test]
    public void Split_InOrder_GivesTheFirstPartsTheRest() =>
        Assert.That(Text(new KFold(3).Split(7)), Is.EqualTo("3,4,5,6|0,1,2 0,1,2,5,6|3,4 0,1,2,3,4|5,6"));

    [Test]
    public void Split_Shuffled_ValidatesEachSampleOnce()
    {
        var folds = new KFold(4, shuffle: true, seed: 5).Split(22);
        Assert.That(folds.SelectMany(f => f.Validation), Is.EquivalentTo(Enumerable.Range(0, 22)));
        Assert.That(folds.Select(f => f.Validation.Length), Is.EqualTo((int[])[6, 6, 5, 5]));
        Assert.That(folds.All(f => !f.Training.Intersect(f.Validation).Any() && f.Training.Length + f.Validation.Length == 22));
        Assert.That(folds[0].Validation, Is.Not.EqualTo(Enumerable.Range(0, 6)));
        Assert.That(Text(new KFold(4, shuffle: true, seed: 5).Split(22)), Is.EqualTo(Text(folds)), "a seed fixes the folds");
        Assert.That(Text(new KFold(4, shuffle: true, seed: 6).Split(22)), Is.Not.EqualTo(Text(folds)));
    }

    [Test]
    public void Split_Data_GivesItsRows()
    {
        DataSource data = (Tensor.From([1f, 2, 3, 4], [4, 1]), Tensor.From([10f, 20, 30, 40]), Tensor.From([0.1f, 0.2f, 0.3f, 0.4f]));
        var (training, validation) = new KFold(2).Split(data).Last();
        Assert.That((training.X[0].ToFloats(), validation.Y[0].ToFloats(), validation.SampleWeights[0].ToFloats()),
            Is.EqualTo((new float[] { 1, 2 }, new float[] { 30, 40 }, new[] { 0.3f, 0.4f })));
        var named = new DataSource(new Dictionary<string, Tensor> { ["a"] = data.X[0] });
        Assert.That(new KFold(2).Split(named).First().Training.InputNames, Is.EqualTo((string[])["a"]));
    }

    // The first is the example of scikit-learn's documentation, the second was worked out by hand by its rule.
    [TestCase(2, new[] { 0, 0, 1, 1 }, "1,3|0,2 0,2|1,3")]
    [TestCase(3, new[] { 1, 0, 1, 0, 1, 1, 0, 1, 1, 1 }, "3,5,6,7,8,9|0,1,2,4 0,1,2,4,6,8,9|3,5,7 0,1,2,3,4,5,7|6,8,9")]
    public void Stratified_InOrder_SharesEachClass(int splits, int[] labels, string expected)
    {
        var folds = new StratifiedKFold(splits).Split(labels);
        foreach (var (_, validation) in folds)
            foreach (var c in labels.Distinct())
                Assert.That(validation.Count(i => labels[i] == c), Is.InRange(labels.Count(l => l == c) / splits, labels.Count(l => l == c) / splits + 1));
        Assert.That(folds.Max(f => f.Validation.Length) - folds.Min(f => f.Validation.Length), Is.LessThanOrEqualTo(1));
        Assert.That(Text(folds), Is.EqualTo(expected));
    }

    [Test]
    public void Stratified_Shuffled_KeepsTheShares()
    {
        int[] labels = [.. Enumerable.Range(0, 60).Select(i => i % 6 == 0 ? 7 : i % 3)];
        var folds = new StratifiedKFold(5, shuffle: true, seed: 1).Split(labels);
        Assert.That(folds.SelectMany(f => f.Validation), Is.EquivalentTo(Enumerable.Range(0, 60)));
        Assert.That(folds.Select(f => f.Validation.Count(i => labels[i] == 7)), Is.All.EqualTo(2));
        Assert.That(folds[0].Validation, Is.Not.EqualTo(new StratifiedKFold(5).Split(labels)[0].Validation));
        var data = new DataSource([Tensor.Zeros([60, 1]).Contiguous()], [Tensor.From(labels, [60, 1])]);
        Assert.That(new StratifiedKFold(5).Split(data).Select(f => f.Validation.Count), Is.All.EqualTo(12));
    }

    [Test]
    public void BadCalls_Throw() => Assert.Multiple(() =>
    {
        Assert.That(() => new KFold(1), Throws.TypeOf<InvalidValueException>().With.Message.EqualTo("KFold: splits must be 2 or more, got 1."));
        Assert.That(() => new KFold(3).Split(2), Throws.TypeOf<InvalidValueException>().With.Message.EqualTo("KFold: 2 samples cannot be cut into 3 parts."));
        Assert.That(() => new StratifiedKFold(3).Split([0, 0, 1, 1]), Throws.TypeOf<InvalidValueException>().With.Message.Contains("the largest class has 2"));
        Assert.That(() => new StratifiedKFold(2).Split(new DataSource([Tensor.Zeros([4, 1])])),
            Throws.TypeOf<DeepSharpException>().With.Message.Contains("the data has none"));
    });
}
