namespace DeepSharp.Tests;

public sealed class TimeseriesDatasetTests
{
    private static readonly Tensor s_series = Tensor.Arange(100);

    private static int[][] Windows(Dataset data) => [.. data.Select(e => e.X[0].ToInts())];

    [Test]
    public void From_KerasExample_GivesItsWindows()
    {
        // Keras' documentation: sequence_length 10, sampling_rate 2, sequence_stride 3 over 0 … 99 ends with [81, 83, …, 99].
        var windows = Windows(TimeseriesDataset.From(s_series, null, 10, sequenceStride: 3, samplingRate: 2, batchSize: null));
        Assert.That(windows, Has.Length.EqualTo(28));
        Assert.That(windows[0], Is.EqualTo(new[] { 0, 2, 4, 6, 8, 10, 12, 14, 16, 18 }));
        Assert.That(windows[1], Is.EqualTo(new[] { 3, 5, 7, 9, 11, 13, 15, 17, 19, 21 }));
        Assert.That(windows[^1], Is.EqualTo(new[] { 81, 83, 85, 87, 89, 91, 93, 95, 97, 99 }));
    }

    [Test]
    public void From_Targets_BelongToTheFirstStep()
    {
        var data = TimeseriesDataset.From(s_series[..^10], s_series[10..], sequenceLength: 10, batchSize: 32);
        Assert.That(data.Count, Is.EqualTo(3));
        var first = data.First();
        Assert.That(first.X[0].Shape, Is.EqualTo(new Shape(32, 10)));
        Assert.That(first.X[0][0].ToInts(), Is.EqualTo(Enumerable.Range(0, 10)));
        Assert.That(first.Y[0].ToInts(), Is.EqualTo(Enumerable.Range(10, 32)), "the step after each window");
        Assert.That(data.Sum(b => b.X[0].Length), Is.EqualTo(81));
        var few = TimeseriesDataset.From(s_series, s_series[..5], sequenceLength: 3, batchSize: null);
        Assert.That(few.Count, Is.EqualTo(5), "as many windows as targets");
    }

    [Test]
    public void From_PartOfASeries_StaysInside()
    {
        var windows = Windows(TimeseriesDataset.From(s_series, s_series * 2, 3, batchSize: null, startIndex: 10, endIndex: 15));
        Assert.That(windows, Is.EqualTo(new[] { new[] { 10, 11, 12 }, [11, 12, 13], [12, 13, 14] }));
        Assert.That(TimeseriesDataset.From(s_series, s_series * 2, 3, batchSize: null, startIndex: 10, endIndex: 15).Select(e => e.Y[0].Item()), Is.EqualTo(new[] { 20, 22, 24 }));
        Tensor rows = new float[,] { { 1, 2 }, { 3, 4 }, { 5, 6 } };
        Assert.That(TimeseriesDataset.From(rows, null, 2).First().X[0].ToDoubles(), Is.EqualTo(new double[] { 1, 2, 3, 4, 3, 4, 5, 6 }));
    }

    [Test]
    public void From_Shuffled_HoldsTheSameWindowsInAnotherOrder()
    {
        var plain = Windows(TimeseriesDataset.From(s_series, null, 4, batchSize: null));
        var mixed = Windows(TimeseriesDataset.From(s_series, null, 4, batchSize: null, shuffle: true, seed: 3));
        Assert.That(mixed, Is.Not.EqualTo(plain).And.EquivalentTo(plain));
        Assert.That(Windows(TimeseriesDataset.From(s_series, null, 4, batchSize: null, shuffle: true, seed: 3)), Is.EqualTo(mixed));
    }

    [Test]
    public void From_Misuse_Throws()
    {
        void Refuses(Action act, string message) => Assert.That(act, Throws.TypeOf<InvalidValueException>().With.Message.Contains(message));
        Refuses(() => TimeseriesDataset.From(s_series, null, 0), "sequenceLength must be positive");
        Refuses(() => TimeseriesDataset.From(s_series, null, 3, sequenceStride: 0), "sequenceStride must be positive");
        Refuses(() => TimeseriesDataset.From(s_series, null, 3, samplingRate: 0), "samplingRate must be positive");
        Refuses(() => TimeseriesDataset.From(s_series, null, 3, startIndex: 100), "startIndex must be from 0 to below the 100 steps");
        Refuses(() => TimeseriesDataset.From(s_series, null, 3, startIndex: 5, endIndex: 5), "endIndex must be above startIndex 5");
        Refuses(() => TimeseriesDataset.From(s_series, null, 51, samplingRate: 2), "100 steps are too few for a window of 51 at rate 2");
    }
}
