namespace DeepSharp.Tests.Data;

public sealed class ClassWeightsTests
{
    private static readonly Dictionary<int, double> s_weights = new() { [0] = 2, [2] = 0.5 };
    private static readonly float[] s_expected = [0.5f, 2, 1, 2];
    private static readonly int[] s_labels = [2, 0, 1, 0];

    private static float[] Of(Tensor y, params Tensor[] existing) =>
        new DataSource([Tensor.Ones([4, 3])], [y], existing).WithClassWeights(s_weights).SampleWeights.Single().ToFloats();

    [Test]
    public void Labels_OfEveryForm_GiveTheSameWeights()
    {
        Assert.That(Of(s_labels), Is.EqualTo(s_expected));
        Assert.That(Of(Tensor.From(s_labels, [4, 1])), Is.EqualTo(s_expected));
        Assert.That(Of(Tensor.From(s_labels).Cast(DType.Float32)), Is.EqualTo(s_expected));
        Assert.That(Of(new float[,] { { 0, 0, 1 }, { 1, 0, 0 }, { 0, 1, 0 }, { 1, 0, 0 } }), Is.EqualTo(s_expected));
    }

    [Test]
    public void SampleWeights_AreMultiplied()
    {
        float[] expected = [0.5f, 4, 3, 8];
        Assert.That(Of(s_labels, new float[] { 1, 2, 3, 4 }), Is.EqualTo(expected));
        Assert.That(Of(s_labels, new float[,] { { 1 }, { 2 }, { 3 }, { 4 } }), Is.EqualTo(expected));
    }

    [Test]
    public void SampleWeights_SeveralPerSample_Throw() =>
        Assert.That(() => Of(s_labels, Tensor.Ones([4, 2])), Throws.TypeOf<ShapeMismatchException>().With.Message.Contains("[4, 2]"));

    [Test]
    public void Datasets_GetThemSampleBySampleOrBatchByBatch()
    {
        DataSource samples = Dataset.From(Tensor.Ones([4, 3]), s_labels);
        Assert.That(samples.WithClassWeights(s_weights).Dataset!.Select(e => (float)e.SampleWeights[0].Item()), Is.EqualTo(s_expected));
        DataSource batches = Dataset.From(Tensor.Ones([4, 3]), Tensor.From(s_labels, [4, 1]), new float[] { 1, 1, 1, 3 }).Batch(2);
        Assert.That(batches.WithClassWeights(s_weights).Dataset!.SelectMany(e => e.SampleWeights[0].ToFloats()), Is.EqualTo(new[] { 0.5f, 2, 1, 6 }));
    }

    [Test]
    public void Targets_Unfit_Throw()
    {
        Assert.That(() => Of(Tensor.Ones([4, 2, 3])), Throws.TypeOf<ShapeMismatchException>().With.Message.Contains("one class per sample").And.Message.Contains("[4, 2, 3]"));
        Assert.That(() => new DataSource([Tensor.Ones([4, 3])], [s_labels, s_labels]).WithClassWeights(s_weights),
            Throws.TypeOf<DeepSharpException>().With.Message.Contains("exactly one target, but the data has 2"));
    }
}
