using DeepSharp.Metrics;

namespace DeepSharp.Tests.Metrics;

public sealed class MetricTests
{
    [Test]
    public void Mean_WeightsAndSteps_CountSamples()
    {
        var mean = new Mean();
        mean.Update(new float[] { 1, 3, 5, 7 });
        Assert.That(mean.Result().Item(), Is.EqualTo(4));
        mean.Reset();
        Assert.That(mean.Result().Item(), Is.Zero);
        mean.Update(new float[] { 1, 3, 5, 7 }, new float[] { 1, 1, 0, 0 });
        Assert.That(mean.Result().Item(), Is.EqualTo(2));
        // A sample with many steps counts as much as one with few.
        mean.Reset();
        mean.Update(new float[,] { { 2, 4, 6 } });
        mean.Update(new float[,] { { 8 } });
        Assert.That(mean.Result().Item(), Is.EqualTo(6));
        Assert.That(() => mean.Update(new float[] { 1, 2 }, new float[] { 1, 2, 3 }), Throws.TypeOf<ShapeMismatchException>()
            .With.Message.Contains("Mean: sample weights of shape [3] do not fit values of shape [2]"));
    }

    [Test]
    public void Sum_Weights_Multiply()
    {
        var sum = new Sum();
        sum.Update(new float[] { 1, 3, 5, 7 });
        sum.Update(new float[,] { { 1, 2 }, { 3, 4 } }, new float[] { 1, 0.5f });
        Assert.That(sum.Result().Item(), Is.EqualTo(16 + 3 + 3.5));
    }

    [Test]
    public void MeanMetrics_MaskOfPredictions_LeavesOutSteps()
    {
        Tensor t = Tensor.Ones([2, 2, 1]), p = Tensor.From([1f, 0, 1, 1], [2, 2, 1]) * 1;
        p.Mask = Tensor.From([true, true, true, false], [2, 2]);
        foreach (Metric metric in (Metric[])[new BinaryAccuracy(), new Accuracy()])
        {
            metric.Update(t, p);
            Assert.That(metric.Result().Item(), Is.EqualTo(2 / 3.0).Within(1e-6));
            metric.Reset();
            metric.Update(t, p, new float[,] { { 1, 3 }, { 1, 9 } });
            Assert.That(metric.Result().Item(), Is.EqualTo(2 / 5.0).Within(1e-6));
        }
        foreach (var (metric, expected) in new (Metric, double)[] { (new Precision(), 1), (new Recall(), 2 / 3.0), (new TruePositives(), 2), (new FalseNegatives(), 1) })
        {
            metric.Update(t, p);
            Assert.That(metric.Result().Item(), Is.EqualTo(expected).Within(1e-6), metric.Name);
        }
        var auc = new AUC();
        auc.Update(Tensor.From([1f, 0, 1, 0], [2, 2, 1]), Masked(Tensor.From([0.75f, 0.5f, 0.25f, 1], [2, 2, 1]), p.Mask));
        Assert.That(auc.Result().Item(), Is.EqualTo(0.5).Within(1e-6));
        var f1 = new F1Score(ScoreAverage.Micro, 0.5);
        f1.Update(t, p);
        Assert.That(f1.Result().Item(), Is.EqualTo(0.8).Within(1e-5));
    }

    [Test]
    public void LossMetrics_AnyLoss_DivideBySumOfWeights()
    {
        Tensor t = new float[,] { { 0, 1 }, { 1, 0 } }, p = new float[,] { { 0.25f, 0.75f }, { 0.5f, 0.5f } }, w = new float[] { 3, 1 };
        var pairs = new (Metric Metric, Loss Loss)[]
        {
            (new MeanAbsolutePercentageError(), "mape"), (new MeanSquaredLogarithmicError(), "msle"), (new LogCoshError(), "log_cosh"), (new Hinge(), "hinge"),
            (new SquaredHinge(), "squared_hinge"), (new CategoricalHinge(), "categorical_hinge"), (new KLDivergence(), "kld"), (new Poisson(), "poisson"),
            (new BinaryCrossentropy(), "bce"), (new BinaryCrossentropy(true, 0.1), new DeepSharp.Losses.BinaryCrossentropy(true, 0.1)),
            (new CategoricalCrossentropy(), "categorical_crossentropy"),
            (new CategoricalCrossentropy(true, 0.1, 0), new DeepSharp.Losses.CategoricalCrossentropy(true, 0.1, 0)),
        };
        foreach (var (metric, loss) in pairs)
        {
            double[] each = loss.PerElement(t, p).ToDoubles();
            metric.Update(t, p, w);
            Assert.That(metric.Result().Item(), Is.EqualTo((3 * each[0] + each[1]) / 4).Within(1e-5 * Math.Abs(each[0] + each[1])), metric.ToString());
        }
        var sparse = new SparseCategoricalCrossentropy();
        sparse.Update(Tensor.From([1, 0]), p, w);
        Assert.That(sparse.Result().Item(), Is.EqualTo((3 * -Math.Log(0.75) - Math.Log(0.5)) / 4).Within(1e-6));
    }

    [Test]
    public void FunctionMetric_Mean_IsTakenAndCannotBeSaved()
    {
        Func<Tensor, Tensor, Tensor> worst = (t, p) => (t - p).Abs().Max(-1);
        Metric metric = worst;
        metric.Update(new float[,] { { 0, 1 }, { 2, 2 } }, new float[,] { { 0, 3 }, { 2, 1 } });
        Assert.That(metric.Result().Item(), Is.EqualTo(1.5));
        Assert.That(new FunctionMetric(worst, MetricDirection.Down).Direction, Is.EqualTo(MetricDirection.Down));
        Assert.That(() => KerasJson.Write(metric), Throws.TypeOf<NotSupportedException>().With.Message.Contains("derive from MeanMetric"));
    }

    [Test]
    public void Precision_TopKAndClass_CountOnlyThose()
    {
        Tensor t = new float[,] { { 0, 0, 1, 1 } }, p = new float[,] { { 0.1f, 0.6f, 0.2f, 0.3f } };
        Assert.That(After(new Precision(topK: 2), t, p), Is.EqualTo(0.5));
        Assert.That(After(new Recall(topK: 2), t, p), Is.EqualTo(0.5));
        Assert.That(After(new Precision(0.5, topK: 2), t, p), Is.Zero);
        Assert.That(After(new Precision(0.15, classId: 2), t, p), Is.EqualTo(1));
        Assert.That(After(new Recall(classId: 3), t, p), Is.Zero);
        Assert.That(() => After(new Recall(classId: 4), t, p), Throws.TypeOf<InvalidValueException>().With.Message.Contains("classId 4 is outside the 4 classes"));
        Assert.That(() => new Precision(topK: 0), Throws.TypeOf<InvalidValueException>());
        Assert.That(() => new Precision([0.5, 1.5]), Throws.TypeOf<InvalidValueException>().With.Message.EqualTo("Thresholds must be from 0 to 1 but one is 1.5."));
    }

    [Test]
    public void R2Score_Aggregations_ByHand()
    {
        Tensor t = new float[,] { { 1, 10 }, { 2, 10 }, { 3, 40 } }, p = new float[,] { { 1, 10 }, { 2, 20 }, { 2, 40 } };
        // Variances 2 and 600, residuals 1 and 100.
        Assert.That(After(new R2Score(), t, p), Is.EqualTo((0.5 + 5 / 6.0) / 2).Within(1e-6));
        Assert.That(After(new R2Score(R2Aggregation.VarianceWeightedAverage), t, p), Is.EqualTo((0.5 * 2 + 500) / 602).Within(1e-6));
        Assert.That(After(new R2Score(numRegressors: 1), t, p), Is.EqualTo(1 - (1 - (0.5 + 5 / 6.0) / 2) * 2 / 1).Within(1e-6));
        var each = new R2Score(null);
        each.Update(t, p, new float[] { 1, 1, 0 });
        Assert.That(each.Result().ToDoubles(), Is.EqualTo(new[] { 1.0, 0 }).Within(1e-6));
    }

    [Test]
    public void FScore_ClassCount_IsFixedByTheFirstBatch()
    {
        var f1 = new F1Score();
        Assert.That(f1.Result().Item(), Is.Zero);
        f1.Update(Tensor.Eye(3), Tensor.Eye(3));
        Assert.That(f1.Result().ToFloats(), Is.EqualTo(new float[] { 1, 1, 1 }).Within(1e-6));
        Assert.That(() => f1.Update(Tensor.Eye(4), Tensor.Eye(4)), Throws.TypeOf<ShapeMismatchException>()
            .With.Message.EqualTo("F1Score 'f1_score' counts 3 classes but got predictions of 4. Make a new metric for another number of classes."));
        Assert.That(After(new F1Score(ScoreAverage.Micro), Tensor.Eye(2), Tensor.Zeros([2, 2])), Is.Zero);
        Assert.That(() => new FBetaScore(beta: 0), Throws.TypeOf<InvalidValueException>());
        Assert.That(() => new F1Score(threshold: 0), Throws.TypeOf<InvalidValueException>());
    }

    [Test]
    public void Accuracies_WrongLabels_SayWhichMetricFits()
    {
        Assert.That(() => After(new SparseCategoricalAccuracy(), Tensor.Eye(3), Tensor.Eye(3)), Throws.TypeOf<ShapeMismatchException>()
            .With.Message.Contains("For one-hot labels use CategoricalAccuracy."));
        Assert.That(() => After(new CategoricalAccuracy(), Tensor.From([1, 2]), Tensor.Eye(3)), Throws.TypeOf<ShapeMismatchException>());
    }

    [Test]
    public void MetricChoice_Shapes_DecideAsKeras()
    {
        Tensor one = Tensor.Zeros([4, 1]), three = Tensor.Zeros([4, 3]), labels = Tensor.Zeros([4], DType.Int32);
        Assert.That(MetricChoice.Resolve("accuracy", labels, one), Is.TypeOf<BinaryAccuracy>().With.Property("Name").EqualTo("accuracy"));
        Assert.That(MetricChoice.Resolve("acc", labels, three), Is.TypeOf<SparseCategoricalAccuracy>().With.Property("Name").EqualTo("acc"));
        Assert.That(MetricChoice.Resolve("acc", Tensor.Zeros([4, 1]), three), Is.TypeOf<SparseCategoricalAccuracy>());
        Assert.That(MetricChoice.Resolve("accuracy", three, three), Is.TypeOf<CategoricalAccuracy>());
        Assert.That(MetricChoice.Resolve("crossentropy", one, one), Is.TypeOf<BinaryCrossentropy>().With.Property("Name").EqualTo("crossentropy"));
        Assert.That(MetricChoice.Resolve("ce", labels, three), Is.TypeOf<SparseCategoricalCrossentropy>());
        Assert.That(MetricChoice.Resolve("ce", three, three), Is.TypeOf<CategoricalCrossentropy>());
        Assert.That(() => MetricChoice.Resolve("accurate", three, three), Throws.TypeOf<ConfigException>().With.Message.Contains("There is no Metric named 'accurate'"));
    }

    [Test]
    public void Counts_BeyondFloat32_AreExact()
    {
        // A count of 2²⁴ does not grow by one in float32.
        const double start = 1 << 24;
        Tensor t = new float[,] { { 1 } }, p = new float[,] { { 0.75f } };
        foreach (Metric metric in (Metric[])[new Mean(), new TruePositives(), new Precision(), new AUC(), new F1Score(), new MeanIoU(2), new R2Score()])
        {
            metric.Update(t, p);
            foreach (var v in metric.Variables) v.Assign(Tensor.Full(v.Shape, start, v.DType));
            double[] before = [.. metric.Variables.SelectMany(v => v.Value.ToDoubles())];
            metric.Update(t, p);
            double[] grown = [.. metric.Variables.SelectMany(v => v.Value.ToDoubles()).Zip(before, (a, b) => a - b)];
            Assert.That(grown, Has.Some.EqualTo(1), metric.Name);
        }
    }

    [Test]
    public void OverlapMetrics_SampleWeightsAndMasks_ReachEveryPixel()
    {
        Tensor t = Tensor.From([0, 1, 1, 0], [2, 2]), p = Tensor.From([0, 1, 0, 0], [2, 2]) * 1;
        Assert.That(After(new MeanIoU(2), t, p), Is.EqualTo((2 / 3.0 + 1 / 2.0) / 2).Within(1e-6));
        var weighted = new MeanIoU(2);
        weighted.Update(t, p, new float[] { 1, 0.5f });
        Assert.That(weighted.Result().Item(), Is.EqualTo((1.5 / 2 + 1 / 1.5) / 2).Within(1e-6));
        p.Mask = Tensor.From([true, true, false, true], [2, 2]);
        Assert.That(After(new MeanIoU(2), t, p), Is.EqualTo(1).Within(1e-6));
        Assert.That(() => After(new MeanIoU(2, sparseYPred: false), t, p), Throws.TypeOf<ShapeMismatchException>()
            .With.Message.EqualTo("MeanIoU expects one label for each prediction but got classes of shape [2, 2] and [2]. Check sparseYTrue and sparseYPred."));
        // A class that does not occur is left out; without any the result is 0.
        Assert.That(After(new MeanIoU(5), t, t), Is.EqualTo(1).Within(1e-6));
        Assert.That(new MeanIoU(2).Result().Item(), Is.Zero);
    }

    [Test]
    public void Correlations_ConstantsAndOtherAxes_AreDefined()
    {
        Tensor t = new float[,] { { 1 }, { 2 }, { 4 } }, p = new float[,] { { 3 }, { 5 }, { 9 } };
        Assert.That(After(new PearsonCorrelation(0), t, p), Is.EqualTo(1).Within(1e-9));
        Assert.That(After(new PearsonCorrelation([0, 1]), t, p), Is.EqualTo(1).Within(1e-9));
        Assert.That(After(new PearsonCorrelation(0), t, Tensor.Ones([3, 1])), Is.Zero);
        // Variances 14/9 and 56/9, covariance 28/9, means 7/3 and 17/3.
        Assert.That(After(new ConcordanceCorrelation(0), t, p), Is.EqualTo(2 * 28 / 9.0 / (70 / 9.0 + 100 / 9.0)).Within(1e-6));
        Assert.That(After(new ConcordanceCorrelation(0), t, t), Is.EqualTo(1).Within(1e-6));
        Assert.That(After(new PearsonCorrelation(), new float[] { 1, 2, 3 }, new float[] { 3, 2, 1 }), Is.EqualTo(-1).Within(1e-9));
        Assert.That(() => After(new PearsonCorrelation(), t, Tensor.Ones([4, 1])), Throws.TypeOf<ShapeMismatchException>()
            .With.Message.EqualTo("PearsonCorrelation expects targets of the predictions' shape [4, 1] but got [3, 1]."));
    }

    [Test]
    public void OperatingPoints_ScoresOutside_SayWhatToDo()
    {
        var metric = new PrecisionAtRecall(0.5);
        Assert.That(metric.Result().Item(), Is.Zero);
        metric.Update(new float[] { 0, 1 }, new float[] { -2, 3 });
        Assert.That(() => metric.Result(), Throws.TypeOf<InvalidValueException>().With.Message.EqualTo(
            "PrecisionAtRecall 'precision_at_recall' expects probabilities from 0 to 1, but 2 predictions lay outside or were NaN. "
            + "Give the last layer a sigmoid or softmax."));
    }

    [Test]
    public void MeanMetricWrapper_LossOfABatchOrASequence_MindsMaskAndWeights()
    {
        Tensor t = new float[,] { { 1, 0 }, { 1, 1 } }, p = new float[,] { { 0.5f, 0.25f }, { 1, 0 } };
        var dice = new MeanMetricWrapper("dice");
        dice.Update(t, p, new float[] { 1, 3 });
        double whole = 1 - 2 * 1.5 / (3 + 1.75);
        Assert.That(dice.Result().Item(), Is.EqualTo(whole).Within(1e-6));
        Tensor half = new float[,] { { 0.5f, 0.25f }, { 1, 0 } };
        dice.Update(t, Masked(half, Tensor.From([true, true, false, false], [2, 2])), new float[] { 2, 2 });
        Assert.That(dice.Result().Item(), Is.EqualTo((whole + 1 - 2 * 0.5 / 1.75) / 2).Within(1e-6));

        Tensor labels = Tensor.From(new[,] { { 1 }, { 2 } }), scores = Tensor.Zeros([2, 3, 4]);
        var steps = Tensor.From([true, false, false, true, false, false], [2, 3]);
        Assert.That(After(new MeanMetricWrapper("ctc"), labels, Masked(scores, steps)), Is.EqualTo(Math.Log(4)).Within(1e-6));
        var rare = new MeanMetricWrapper(new DeepSharp.Losses.SparseCategoricalCrossentropy(ignoreClass: 1));
        rare.Update(Tensor.From([1, 0]), new float[,] { { 0.5f, 0.5f }, { 0.25f, 0.75f } });
        Assert.That(rare.Result().Item(), Is.EqualTo(Math.Log(4)).Within(1e-6), "an ignored label does not count");
    }

    private static Tensor Masked(Tensor x, Tensor mask)
    {
        x.Mask = mask;
        return x;
    }

    private static double After(Metric metric, Tensor yTrue, Tensor yPred)
    {
        metric.Update(yTrue, yPred);
        return metric.Result().Item();
    }
}
