namespace DeepSharp.Tests.Data;

/// <summary>Where datasets come from.</summary>
public sealed class DatasetTests
{
    private static float[][] Inputs(Dataset data) => [.. data.Select(e => e.X[0].ToFloats())];

    [Test]
    public void From_Tensors_GivesRows()
    {
        var data = Dataset.From(new float[,] { { 1, 2 }, { 3, 4 }, { 5, 6 } }, new[] { 7, 8, 9 }, new float[] { 0.5f, 1, 2 });
        Assert.That((data.Count, data.IsBatched), Is.EqualTo((3L, false)));
        Assert.That(Inputs(data), Is.EqualTo(new float[][] { [1, 2], [3, 4], [5, 6] }));
        Assert.That(data.Select(e => e.Y[0].Item()), Is.EqualTo(new[] { 7, 8, 9 }));
        Assert.That(data.Select(e => e.SampleWeights[0].Item()), Is.EqualTo(new[] { 0.5, 1, 2 }));
        Assert.That(data.First().Y[0].DType, Is.EqualTo(DType.Int32));
        Assert.That(data.First().Y[0].Shape, Is.EqualTo(Shape.Scalar));
    }

    [Test]
    public void From_SeveralTensors_KeepsTheirOrder()
    {
        var data = Dataset.From([new float[] { 1, 2 }, new float[,] { { 3, 4 }, { 5, 6 } }], [new[] { 7, 8 }, new[] { 9, 10 }]);
        var second = data.Last();
        Assert.That(second.X.Select(t => t.ToFloats()), Is.EqualTo(new float[][] { [2], [5, 6] }));
        Assert.That(second.Y.Select(t => t.Item()), Is.EqualTo(new[] { 8, 10 }));
        Assert.That(second.SampleWeights, Is.Empty);
    }

    [Test]
    public void From_UnequalCounts_Throws() => Assert.That(
        () => Dataset.From(Tensor.Ones([3, 2]), new[] { 1, 2 }),
        Throws.TypeOf<ShapeMismatchException>().With.Message.Contains("input 0 has 3 (shape [3, 2]), target 0 has 2 (shape [2])"));

    [Test]
    public void From_StridedTensors_GivesTheirValues()
    {
        var data = Dataset.From(Tensor.From(new float[,] { { 1, 2 }, { 3, 4 } }).Transpose(), Tensor.Full([2], 5));
        Assert.That(Inputs(data), Is.EqualTo(new float[][] { [1, 3], [2, 4] }));
        Assert.That(data.Select(e => e.Y[0].Item()), Is.All.EqualTo(5));
    }

    [Test]
    public void From_Images_ScalesPixels()
    {
        var data = Dataset.From(new LabelledImages([0, 255, 51, 102, 255, 0], [1, 0], height: 1, width: 3));
        Assert.That(data.Count, Is.EqualTo(2));
        var (first, second) = (data.First(), data.Last());
        Assert.That(first.X[0].Shape, Is.EqualTo(new Shape(1, 3, 1)));
        Assert.That(first.X[0].ToFloats(), Is.EqualTo(new[] { 0, 1, 0.2f }).Within(1e-6));
        Assert.That(second.X[0].ToFloats(), Is.EqualTo(new[] { 0.4f, 1, 0 }).Within(1e-6));
        Assert.That((first.Y[0].Item(), second.Y[0].Item()), Is.EqualTo((1.0, 0.0)));
    }

    [Test]
    public void From_Sequence_IsReadAnewEachPass()
    {
        int passes = 0;
        IEnumerable<Example> Source()
        {
            passes++;
            for (int i = 0; i < 3; i++) yield return Tensor.Scalar((float)i);
        }
        var data = Dataset.Generate(Source, count: 3);
        for (int i = 1; i <= 2; i++)
        {
            Assert.That(data.Select(e => e.X[0].Item()), Is.EqualTo(new[] { 0, 1, 2 }));
            Assert.That(passes, Is.EqualTo(i));
        }
        Assert.That(Dataset.From(Source()).Count, Is.Null, "an iterator's length is not known");
        Assert.That(Dataset.From(Source(), count: 3).Count, Is.EqualTo(3));
    }

    [Test]
    public void From_Pairs_GivesInputsAndTargets()
    {
        var pairs = new List<(Tensor X, Tensor Y)> { (new float[] { 1, 2 }, Tensor.Scalar(3)), (new float[] { 4, 5 }, Tensor.Scalar(6)) };
        var data = Dataset.From(pairs);
        Assert.That(data.Count, Is.EqualTo(2));
        Assert.That(data.Select(e => e.Y[0].Item()), Is.EqualTo(new[] { 3, 6 }));
    }
}
