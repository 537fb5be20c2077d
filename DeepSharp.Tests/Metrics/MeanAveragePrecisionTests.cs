using DeepSharp.Metrics;

namespace DeepSharp.Tests.Metrics;

public sealed class MeanAveragePrecisionTests
{
    private static IReadOnlyList<GoldenCase> Cases => GoldenFile.Load("detection");

    [TestCaseSource(nameof(Cases))]
    public void Result_Golden_GivesEveryClassAndThreshold(GoldenCase golden)
    {
        double[] thresholds = golden.Attribute<double[]>("thresholds")!;
        int[] classes = golden.Attribute<int[]>("classes")!;
        MeanAveragePrecision lists = new(thresholds, golden.Attribute<int>("max_detections")), tensors = new(thresholds, golden.Attribute<int>("max_detections"));
        for (int round = 0; round < 2; round++)
        {
            for (int i = 0; i < golden.Attribute<int>("images"); i++)
            {
                var (truth, found) = (Rows(golden.Array($"truth_{i}"), 5), Rows(golden.Array($"found_{i}"), 6));
                lists.Update([.. truth.Select(r => new TrueBox(BoxOf(r), (int)r[4]))], [.. found.Select(r => new FoundBox(BoxOf(r), (int)r[4], r[5]))]);
                Tensor t = Tensor.From(golden.Array($"truth_{i}").Values, [truth.Length, 5]), f = Tensor.From(golden.Array($"found_{i}").Values, [found.Length, 6]);
                tensors.Update(t.Slice(1, 0..4), t.Slice(1, 4..5).Squeeze(1), f.Slice(1, 0..4), f.Slice(1, 4..5).Squeeze(1), f.Slice(1, 5..6).Squeeze(1));
            }
            foreach (var scores in new[] { lists.Result(), tensors.Result() })
            {
                Assert.That(scores.Classes, Is.EqualTo(classes));
                double[] expected = golden.Array("precisions").Values;
                double[] got = [.. thresholds.SelectMany(t => classes.Select(c => scores[c, t]))];
                Assert.That(got, Is.EqualTo(expected).Within(1e-8));
                Assert.That(scores.Mean, Is.EqualTo(expected.Average()).Within(1e-8));
                Assert.That(scores.At(thresholds[0]), Is.EqualTo(expected[..classes.Length].Average()).Within(1e-8));
            }
            lists.Reset();
            tensors.Reset();
        }
        Assert.That(lists.Result().Mean, Is.Zero);
    }

    [Test]
    public void IoU_Boxes_ByHand()
    {
        var box = new Box(0, 0, 2, 2);
        Assert.That((box.Area, box.IoU(box), box.IoU(new(1, 0, 3, 2)), box.IoU(new(2, 0, 4, 2)), new Box(2, 0, 0, 2).Area), Is.EqualTo((4.0, 1.0, 1 / 3.0, 0.0, 0.0)));
    }

    [Test]
    public void Result_Printed_NamesThresholdsAndClasses()
    {
        var measure = new MeanAveragePrecision([0.5, 0.75]);
        measure.Update([new(new(0, 0, 4, 4), 2)], [new(new(0, 0, 4, 3), 2, 0.5), new(new(8, 8, 9, 9), 7, 0.9)]);
        measure.Update([new(new(0, 0, 4, 4), 3)], []);
        var scores = measure.Result();
        Assert.That(scores.ToString(), Is.EqualTo("mAP 0.5000\n  at 0.50: 0.5000\n  at 0.75: 0.5000\n  class 2: 1.0000\n  class 3: 0.0000"));
        Assert.That((scores.Of(2), scores[3, 0.5]), Is.EqualTo((1.0, 0.0)));
        Assert.That(() => scores.Of(7), Throws.TypeOf<InvalidValueException>().With.Message.EqualTo("There are no objects of class 7, so it has no score; known are 2, 3."));
        Assert.That(() => scores.At(0.6), Throws.TypeOf<InvalidValueException>().With.Message.EqualTo("There is no score at threshold 0.6; known are 0.5, 0.75."));
    }

    [Test]
    public void BadInput_SaysWhat()
    {
        Assert.That(() => new MeanAveragePrecision([0.0]), Throws.TypeOf<InvalidValueException>()
            .With.Message.EqualTo("MeanAveragePrecision: thresholds must be above 0 and at most 1 but one is 0."));
        Assert.That(() => new MeanAveragePrecision([]), Throws.TypeOf<InvalidValueException>());
        Assert.That(() => new MeanAveragePrecision(maxDetections: 0), Throws.TypeOf<InvalidValueException>());
        var measure = new MeanAveragePrecision();
        Assert.That(() => measure.Update([], [new(default, 0, double.NaN)]), Throws.TypeOf<InvalidValueException>());
        Tensor boxes = Tensor.Zeros([2, 4]), two = Tensor.Zeros([2]);
        Assert.That(() => measure.Update(two, two, boxes, two, two), Throws.TypeOf<ShapeMismatchException>());
        Assert.That(() => measure.Update(boxes, two, boxes, two, Tensor.Zeros([3])), Throws.TypeOf<ShapeMismatchException>()
            .With.Message.EqualTo("MeanAveragePrecision expects scores [n] for boxes [2, 4] but got [3]."));
    }

    private static double[][] Rows(GoldenArray array, int width) => [.. array.Values.Chunk(width)];

    private static Box BoxOf(double[] row) => new(row[0], row[1], row[2], row[3]);
}
