namespace DeepSharp.Tests;

public sealed class CrossEntropyTests
{
    private static readonly int[] s_lengths = [1, 5, 10, 16, 37, 1100];

    /// <summary>Label tensors are whole: the check that cuts inputs to one element would leave labels outside the classes.</summary>
    private static OpCheckOptions Labelled => new() { Checks = OpChecks.All & ~OpChecks.OneElement };

    [TestCaseSource(nameof(s_lengths))]
    [Covers(typeof(SparseCrossEntropyFromLogitsOp), typeof(SparseCrossEntropyGradientOp), typeof(LabelPickOp))]
    public void Sparse_AnyLength_HoldsEveryCheck(int classes)
    {
        Tensor x = Samples.Uniform([3, classes]), labels = Samples.Integers([3], 0, classes), dy = Samples.Uniform([3], seed: 3);
        OpCheck.Run(new SparseCrossEntropyFromLogitsOp(), Labelled, x, labels);
        OpCheck.Run(new SparseCrossEntropyGradientOp(), Labelled, x, labels.Cast(DType.Int64), dy);
        OpCheck.Run(new LabelPickOp(), Labelled, x, labels);
    }

    /// <summary>Groups of short rows, the last of them not full, and rows too long for groups.</summary>
    [TestCase(37, 3)]
    [TestCase(37, 65)]
    [TestCase(16, 128)]
    [TestCase(18, 129)]
    public void SparseCrossEntropy_ManyRows_EqualsTheComposition(int rows, int classes)
    {
        Tensor x = Samples.Uniform([rows, classes]), dy = Samples.Uniform([rows], seed: 2), labels = Tensor.RandomIntegers([rows], 0, classes, seed: 3);
        foreach (int? ignored in new int?[] { null, 1 })
        {
            var (loss, gradient) = (new SparseCrossEntropyFromLogitsOp(-1, ignored), new SparseCrossEntropyGradientOp(ignored));
            Close.Same("loss", loss.Compose([x, labels])!, loss.ApplyAll(x, labels), 1e-13);
            Close.Same("gradient", gradient.Compose([x, labels, dy])!, gradient.ApplyAll(x, labels, dy), 1e-13);
            var (single, arriving) = (x.Cast(DType.Float32), dy.Cast(DType.Float32));
            Close.Same("loss in float32", loss.ApplyAll(x, labels), loss.ApplyAll(single, labels), 1e-5);
            Close.Same("gradient in float32", gradient.ApplyAll(x, labels, dy), gradient.ApplyAll(single, labels, arriving), 1e-5);
        }
    }

    [Test]
    [Covers(typeof(SparseCrossEntropyFromLogitsOp), typeof(SparseCrossEntropyGradientOp), typeof(LabelPickOp))]
    public void Sparse_IgnoreClassAndAxis_HoldEveryCheck()
    {
        Tensor x = Samples.Uniform([2, 4, 3]), labels = Tensor.From(new[,] { { 0, -1, 3 }, { 2, 1, -1 } });
        OpCheck.Run(new SparseCrossEntropyFromLogitsOp(1, -1), Labelled, x, labels);
        x = Samples.Uniform([2, 3, 4]);
        OpCheck.Run(new SparseCrossEntropyFromLogitsOp(-1, -1), Labelled, x, labels);
        OpCheck.Run(new SparseCrossEntropyGradientOp(-1), Labelled, x, labels, Samples.Uniform([2, 3]));
        OpCheck.Run(new LabelPickOp(-1), Labelled, x, labels);
    }

    [TestCaseSource(nameof(s_lengths))]
    [Covers(typeof(CategoricalCrossEntropyFromLogitsOp), typeof(CategoricalCrossEntropyGradientOp))]
    public void Categorical_AnyLength_HoldsEveryCheck(int classes)
    {
        Tensor x = Samples.Uniform([3, classes]), t = Samples.Uniform([3, classes], 0, 1, 2);
        OpCheck.Run(new CategoricalCrossEntropyFromLogitsOp(), x, t);
        OpCheck.Run(new CategoricalCrossEntropyGradientOp(), x, t, Samples.Uniform([3], seed: 3));
    }

    [Test]
    [Covers(typeof(CategoricalCrossEntropyFromLogitsOp))]
    public void Categorical_OtherAxis_HoldsEveryCheck() =>
        OpCheck.Run(new CategoricalCrossEntropyFromLogitsOp(1), Samples.Uniform([2, 4, 3]), Samples.Uniform([2, 4, 3], 0, 1, 2));

    [Test]
    [Covers(typeof(BinaryCrossEntropyFromLogitsFn))]
    public void Binary_HoldsEveryCheck()
    {
        OpCheck.Run(x => x[0].BinaryCrossEntropyFromLogits(x[1]), Samples.AwayFromZero([3, 5]), Samples.Uniform([3, 5], 0, 1, 2));
        OpCheck.Run(x => x[0].BinaryCrossEntropyFromLogits(x[1]), Samples.AwayFromZero([3, 5]), Samples.Uniform([5], 0, 1, 2));
        var large = Tensor.From<float>([-1000, 1000, -1000, 1000]).BinaryCrossEntropyFromLogits(Tensor.From<float>([0, 1, 1, 0]));
        Assert.That(large.ToFloats(), Is.EqualTo(new float[] { 0, 0, 1000, 1000 }));
    }

    [Test]
    public void FromProbabilities_HoldEveryCheck()
    {
        var p = Samples.Uniform([3, 4], 0.1, 0.9);
        OpCheck.Run(x => x[0].SparseCrossEntropy(x[1]), Labelled, p, Samples.Integers([3], 0, 4));
        OpCheck.Run(x => x[0].SparseCrossEntropy(x[1], 0), Labelled with { Batched = [] }, p, Samples.Integers([4], 0, 3));
        // A single class has probability one, which is clipped to 1 − 1e-7: that rounds differently in float32.
        OpCheck.Run(x => x[0].CategoricalCrossEntropy(x[1]), Labelled, p, Samples.Uniform([3, 4], 0, 1, 2));
        OpCheck.Run(x => x[0].BinaryCrossEntropy(x[1]), p, Samples.Uniform([3, 4], 0, 1, 2));
    }

    [Test]
    public void Sparse_ManyRows_DoesNotDependOnThreads() =>
        OpCheck.Threads(x => x[0].SparseCrossEntropyFromLogits(x[1]), Samples.Uniform([5000, 10]), Samples.Integers([5000], 0, 10));

    [Test]
    public void Sparse_LabelOutsideClasses_NamesLabelPositionAndClasses()
    {
        var x = Tensor.Zeros([2, 3, 4]);
        var labels = Tensor.From(new[,] { { 0, 1, 2 }, { 3, 4, 0 } });
        const string rest =
            "label 4 at [1, 1] is outside the 4 classes: expected 0 to 3. Correct the labels, or give the model more outputs.";
        Assert.That(() => x.SparseCrossEntropyFromLogits(labels),
            Throws.TypeOf<InvalidValueException>().With.Message.EqualTo("[sparse_cross_entropy_from_logits] " + rest));
        Assert.That(() => x.SparseCrossEntropy(labels),
            Throws.TypeOf<InvalidValueException>().With.Message.EqualTo("[label_pick] " + rest));
        Assert.That(() => x.SparseCrossEntropyFromLogits(labels - 1, ignoreClass: 2),
            Throws.TypeOf<InvalidValueException>()
                .With.Message.Contains("label -1 at [0, 0]").And.Message.Contains("or the ignored class 2"));
        Assert.That(() => Tensor.Zeros([2, 4, 3]).SparseCrossEntropyFromLogits(labels, axis: 1), Throws.TypeOf<InvalidValueException>());
        Assert.That(x.SparseCrossEntropyFromLogits(labels, ignoreClass: 4).ToFloats()[4], Is.EqualTo(0));
    }

    [Test]
    public void Infer_WrongShapesAndTypes_SayWhatIsExpected()
    {
        var x = Tensor.Zeros([2, 3]);
        Assert.That(() => x.SparseCrossEntropyFromLogits(Tensor.Zeros([3], DType.Int32)),
            Throws.TypeOf<ShapeMismatchException>().With.Message.EqualTo(
            "[sparse_cross_entropy_from_logits] expects one label for each row of classes: values [2, 3] need labels [2] but got [3]."));
        Assert.That(() => x.SparseCrossEntropyFromLogits(Tensor.Zeros([2])),
            Throws.TypeOf<DTypeMismatchException>().With.Message.Contains("labels must be int32 or int64"));
        Assert.That(() => x.CategoricalCrossEntropyFromLogits(Tensor.Zeros([2])),
            Throws.TypeOf<ShapeMismatchException>().With.Message.Contains("use the sparse loss"));
        Assert.That(() => x.CategoricalCrossEntropy(Tensor.Zeros([2])), Throws.TypeOf<ShapeMismatchException>());
        Assert.That(() => x.SparseCrossEntropyFromLogits(Tensor.Zeros([2], DType.Int32), 2),
            Throws.TypeOf<ShapeMismatchException>().With.Message.Contains("axis 2"));
    }
}
