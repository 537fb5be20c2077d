using DeepSharp.Losses;

namespace DeepSharp.Tests.Losses;

public sealed class LossTests
{
    private static readonly Tensor s_scores = new float[,] { { 1000, 0, -1000 }, { -1000, 0, 1000 } };

    [Test]
    public void SparseCategoricalCrossentropy_AfterSoftmax_IsExactForAnyCertainty()
    {
        var p = Activations.Softmax.Apply(s_scores);
        var labels = Tensor.From([1, 0]);
        Assert.That(new SparseCategoricalCrossentropy { Reduction = Reduction.None }.Apply(labels, p).ToFloats(), Is.EqualTo(new[] { 1000f, 2000f }));
        Assert.That(new CategoricalCrossentropy { Reduction = Reduction.None }.Apply(labels.OneHot(3), p).ToFloats(), Is.EqualTo(new[] { 1000f, 2000f }));
        // The same probabilities without their origin are clipped at 1e-7.
        Assert.That(new SparseCategoricalCrossentropy().Apply(labels, p * 1).Item(), Is.EqualTo(-Math.Log(1e-7)).Within(1e-4));
    }

    [Test]
    public void BinaryCrossentropy_AfterSigmoid_IsExactForAnyCertainty()
    {
        var p = Activations.Sigmoid.Apply(new float[,] { { 500 }, { -300 } });
        Assert.That(new BinaryCrossentropy { Reduction = Reduction.None }.Apply(new float[,] { { 0 }, { 1 } }, p).ToFloats(), Is.EqualTo(new[] { 500f, 300f }));
    }

    [Test]
    public void Crossentropies_ScoresOfTheOtherFunction_AreNotUsed()
    {
        Tensor x = new float[,] { { 0.5f, -1, 2 } }, t = new float[,] { { 0, 1, 0 } };
        var (soft, logistic) = (Activations.Softmax.Apply(x), Activations.Sigmoid.Apply(x));
        Assert.That(new BinaryCrossentropy().Apply(t, soft).Item(), Is.EqualTo(new BinaryCrossentropy().Apply(t, soft * 1).Item()));
        Assert.That(new CategoricalCrossentropy().Apply(t, logistic).Item(), Is.EqualTo(new CategoricalCrossentropy().Apply(t, logistic * 1).Item()));
        var image = Activations.Softmax.Apply(Tensor.From(Enumerable.Range(0, 12).Select(i => i * 0.25f).ToArray(), [1, 3, 4]));
        var labels = Tensor.From([0, 1, 2, 0], [1, 4]);
        Assert.That(new SparseCategoricalCrossentropy(axis: 1).Apply(labels, image).Item(),
            Is.EqualTo(new SparseCategoricalCrossentropy(axis: 1).Apply(labels, image * 1).Item()));
    }

    [Test]
    public void SparseCategoricalCrossentropy_LabelOutsideClasses_NamesLabelPositionClasses([Values] bool fromLogits, [Values] bool traced)
    {
        var loss = new SparseCategoricalCrossentropy(fromLogits);
        Tensor labels = Tensor.From([0, 3]), p = new float[,] { { 0.5f, 0.25f, 0.25f }, { 0.5f, 0.25f, 0.25f } };
        Assert.That(() => Run(loss, labels, p, traced), Throws.TypeOf<InvalidValueException>()
            .With.Message.Contains("label 3 at [1] is outside the 3 classes").And.Message.Contains("0 to 2"));
        Assert.That(() => Run(loss, Tensor.From([0, 2]), p, traced), Throws.Nothing);
    }

    [Test]
    public void Apply_ShapesDiffer_SaysWhoAndWhat()
    {
        Assert.That(() => new SparseCategoricalCrossentropy().Apply(Tensor.Zeros([2, 3]), Tensor.Zeros([2, 3])), Throws.TypeOf<ShapeMismatchException>()
            .With.Message.EqualTo("SparseCategoricalCrossentropy expects one class number for each row of predictions [2, 3], that is labels of shape [2], "
                + "but got [2, 3]. For one-hot labels use CategoricalCrossentropy."));
        Assert.That(() => new CategoricalCrossentropy().Apply(Tensor.Zeros([2]), Tensor.Zeros([2, 3])), Throws.TypeOf<ShapeMismatchException>()
            .With.Message.Contains("use SparseCategoricalCrossentropy"));
        Assert.That(() => new MeanSquaredError().Apply(Tensor.Zeros([2, 4]), Tensor.Zeros([2, 3])), Throws.TypeOf<ShapeMismatchException>()
            .With.Message.EqualTo("MeanSquaredError expects targets of the predictions' shape [2, 3] but got [2, 4]. Check the last layer's units and the labels."));
        Assert.That(() => new MeanSquaredError().Apply(Tensor.Zeros([2, 3]), Tensor.Zeros([2, 3]), Tensor.Ones([3])), Throws.TypeOf<ShapeMismatchException>()
            .With.Message.Contains("MeanSquaredError: sample weights of shape [3] do not fit values of shape [2]"));
    }

    [Test]
    public void Apply_TrailingAxisOfOne_NeverBroadcasts()
    {
        Tensor column = new float[,] { { 1 }, { 2 }, { 5 } }, vector = new float[] { 1, 3, 3 };
        foreach (var (t, p) in new[] { (vector, column), (column, vector), (vector, column.Squeeze(-1)) })
        {
            var losses = new MeanSquaredError { Reduction = Reduction.None }.Apply(t, p, new float[] { 1, 2, 3 });
            Assert.That(losses.ToFloats(), Is.EqualTo(new float[] { 0, 2, 12 }));
        }
        Tensor steps = Tensor.Ones([2, 3]), masked = Tensor.Zeros([2, 3, 1]);
        masked.Mask = Tensor.From([true, true, false, true, false, false], [2, 3]);
        Assert.That(new MeanSquaredError { Reduction = Reduction.Sum }.Apply(steps, masked).Item(), Is.EqualTo(3));
    }

    [Test]
    public void Apply_NothingCounts_GivesZero()
    {
        Tensor p = new float[,] { { 1 }, { 2 } };
        p.Mask = Tensor.From([false, false]);
        Assert.That(new MeanSquaredError().Apply(Tensor.Zeros([2, 1]), p).Item(), Is.Zero);
        Assert.That(new MeanSquaredError { Reduction = Reduction.MeanWithSampleWeight }.Apply(Tensor.Zeros([2, 1]), Tensor.Ones([2, 1]), Tensor.Zeros([2])).Item(), Is.Zero);
    }

    [Test]
    public void Crossentropy_Auto_DecidesByShapes()
    {
        Tensor p = new float[,] { { 0.2f, 0.8f }, { 0.5f, 0.5f } }, one = new float[,] { { 0.25f }, { 0.5f } };
        Loss auto = "crossentropy", ce = "ce";
        Assert.That(ce, Is.TypeOf<Crossentropy>());
        Assert.That(auto.Apply(Tensor.From([1, 0]), p).Item(), Is.EqualTo(new SparseCategoricalCrossentropy().Apply(Tensor.From([1, 0]), p).Item()));
        Assert.That(auto.Apply(Tensor.From([1, 0], [2, 1]), p).Item(), Is.EqualTo((-Math.Log(0.8) - Math.Log(0.5)) / 2).Within(1e-6));
        Assert.That(auto.Apply(new float[,] { { 0, 1 }, { 1, 0 } }, p).Item(), Is.EqualTo((-Math.Log(0.8) - Math.Log(0.5)) / 2).Within(1e-6));
        Assert.That(auto.Apply(new float[] { 1, 0 }, one).Item(), Is.EqualTo((-Math.Log(0.25) - Math.Log(0.5)) / 2).Within(1e-6));
    }

    [Test]
    public void FocalCrossentropies_ByHand_AgreeFromScoresAndProbabilities()
    {
        Tensor x = new float[,] { { 0.5f, -1 } }, t = new float[,] { { 1, 0 } };
        double p0 = 1 / (1 + Math.Exp(-0.5)), p1 = 1 / (1 + Math.Exp(1));
        double binary = (0.25 * Math.Pow(1 - p0, 2) * -Math.Log(p0) + 0.75 * Math.Pow(p1, 2) * -Math.Log(1 - p1)) / 2;
        Assert.That(new BinaryFocalCrossentropy(applyClassBalancing: true, fromLogits: true).Apply(t, x).Item(), Is.EqualTo(binary).Within(1e-6));
        Assert.That(new BinaryFocalCrossentropy(applyClassBalancing: true).Apply(t, x.Sigmoid()).Item(), Is.EqualTo(binary).Within(1e-6));
        double unbalanced = (Math.Pow(1 - p0, 3) * -Math.Log(p0) + Math.Pow(p1, 3) * -Math.Log(1 - p1)) / 2;
        Assert.That(new BinaryFocalCrossentropy(gamma: 3).Apply(t, x.Sigmoid()).Item(), Is.EqualTo(unbalanced).Within(1e-6));

        double q = Math.Exp(0.5) / (Math.Exp(0.5) + Math.Exp(-1));
        double categorical = 0.25 * Math.Pow(1 - q, 2) * -Math.Log(q);
        Assert.That(new CategoricalFocalCrossentropy(fromLogits: true).Apply(t, x).Item(), Is.EqualTo(categorical).Within(1e-6));
        Assert.That(new CategoricalFocalCrossentropy().Apply(t, x.Softmax()).Item(), Is.EqualTo(categorical).Within(1e-6));
    }

    [Test]
    public void FunctionLoss_IsReducedAndRefusesToBeSaved()
    {
        Func<Tensor, Tensor, Tensor> twice = (t, p) => 2 * (p - t).Abs().Mean(-1);
        Loss loss = twice;
        Tensor column = new float[,] { { 1 }, { 4 } };
        Assert.That(loss.Apply(new float[] { 0, 2 }, column).Item(), Is.EqualTo(3));
        Assert.That(new FunctionLoss(twice) { Reduction = Reduction.Sum }.Apply(new float[] { 0, 2 }, column, new float[] { 1, 0.5f }).Item(), Is.EqualTo(4));
        Assert.That(() => KerasJson.Write(loss), Throws.TypeOf<NotSupportedException>().With.Message.Contains("derive from Loss"));
    }

    [Test]
    public void Apply_HalfOrIntegerPredictions_AreComputedInFloat()
    {
        var p = Tensor.From([1, 2, 3], [3, 1]);
        Assert.That(new MeanAbsoluteError().Apply(new float[] { 1.5f, 2, 3 }, p).Item(), Is.EqualTo(1 / 6.0).Within(1e-6));
        Assert.That(new MeanAbsoluteError().Apply(new float[] { 1.5f, 2, 3 }, p.Cast(DType.Float32).Cast(DType.Float16)).Item(), Is.EqualTo(1 / 6.0).Within(1e-6));
    }

    [Test]
    public void Hinge_MixedLabels_AreDecidedByAllOfThem()
    {
        Tensor p = new float[,] { { 0.5f }, { 0.5f } };
        Assert.That(new Hinge().Apply(new float[,] { { 0 }, { 1 } }, p).Item(), Is.EqualTo((1.5 + 0.5) / 2));
        Assert.That(new Hinge().Apply(new float[,] { { 0 }, { -1 } }, p).Item(), Is.EqualTo((1 + 1.5) / 2));
    }

    [Test]
    public void CosineSimilarity_ZeroVector_HasFiniteGradient()
    {
        var p = Tensor.Zeros([1, 3]);
        using var tape = new GradientTape();
        tape.Watch(p);
        var loss = new CosineSimilarity().Apply(Tensor.Ones([1, 3]), p);
        Assert.That(loss.Item(), Is.Zero);
        Assert.That(tape.Gradient(loss, p).ToFloats(), Has.All.Matches<float>(float.IsFinite));
    }

    private static double Run(Loss loss, Tensor labels, Tensor p, bool traced) => traced
        ? new TracedFunction(x => [loss.Apply(x[0], x[1])]).Run(labels, p)[0].Item()
        : loss.Apply(labels, p).Item();
}
