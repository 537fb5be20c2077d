namespace DeepSharp.Tests.Data;

public class DataSourceSplitTests
{
    private static DataSource Numbers(int count, Func<int, int>? label = null) => new(
        [Tensor.From(Enumerable.Range(0, count).Select(i => (float)i).ToArray(), [count, 1])], [Tensor.From(Enumerable.Range(0, count).Select(label ?? (_ =>
            0)).ToArray())]);

    private static int[] Ids(DataSource? data) => data is null ? [] : [.. data.X[0].ToFloats().Select(v => (int)v)];

    [Test]
    public void Split_InOrder_IsConsecutive()
    {
        var (training, validation, test) = Numbers(10).Split(0.2, 0.3, shuffle: false);
        Assert.That((Ids(training), Ids(validation), Ids(test)), Is.EqualTo((new[] { 0, 1, 2, 3, 4 }, new[] { 5, 6 }, new[] { 7, 8, 9 })));
        Assert.That(Numbers(10).Split(0, 0.5).Validation, Is.Null);
    }

    [Test]
    public void Split_Shuffled_TakesEachSampleOnce()
    {
        var (training, validation, test) = Numbers(50).Split(seed: 2);
        Assert.That((training.Count, validation!.Count, test!.Count), Is.EqualTo((34, 8, 8)));
        Assert.That(Ids(training).Concat(Ids(validation)).Concat(Ids(test)), Is.EquivalentTo(Enumerable.Range(0, 50)));
        Assert.That(Ids(training), Is.Not.Ordered);
        Assert.That(Ids(Numbers(50).Split(seed: 2).Training), Is.EqualTo(Ids(training)));
    }

    [Test]
    public void Split_Stratified_SharesEachClass()
    {
        var (training, validation, test) = Numbers(100, i => i < 20 ? 1 : 0).Split(0.1, 0.2, seed: 1, stratify: true);
        Assert.That(new[] { training, validation!, test! }.Select(p => p.Y[0].ToInts().Count(l => l == 1)), Is.EqualTo((int[])[14, 2, 4]));
        Assert.That(new[] { training, validation!, test! }.Select(p => p.Count), Is.EqualTo((int[])[70, 10, 20]));
        Assert.That(training.Y[0].ToInts().Take(14), Has.Some.EqualTo(0), "classes stay mixed");
    }

    [Test]
    public void Split_BadShares_Throws() => Assert.Multiple(() =>
    {
        Assert.That(() => Numbers(10).Split(0.5, 0.5), Throws.TypeOf<InvalidValueException>().With.Message.EqualTo(
            "The shares must be 0 or more and leave something to learn from, got validation 0.5 and test 0.5."));
        Assert.That(() => Numbers(3).Split(0.1, 0.1), Throws.TypeOf<InvalidValueException>().With.Message.EqualTo(
            "3 samples with shares of 0.1 and 0.1 give parts of 3, 0 and 0; none may be empty."));
    });

    [Test]
    public void ClassWeight_Balanced_CountsEveryClassTheSame()
    {
        Assert.That(ClassWeight.Balanced([0, 0, 0, 2]), Is.EqualTo(new Dictionary<int, double> { [0] = 4 / 6.0, [2] = 2 }));
        Assert.That(ClassWeight.Balanced(Tensor.From(new float[,] { { 1, 0 }, { 0, 1 }, { 0, 1 }, { 0, 1 } })),
            Is.EqualTo(new Dictionary<int, double> { [0] = 2, [1] = 4 / 6.0 }));
        Assert.That(ClassWeight.Balanced(Tensor.From(new[] { 1, 1, 3 }, [3, 1])).Keys, Is.EqualTo((int[])[1, 3]));
        Assert.That(() => ClassWeight.Balanced(Array.Empty<int>()),
            Throws.TypeOf<ShapeMismatchException>().With.Message.EqualTo("Class weights need labels, but there are none."));
    }
}
