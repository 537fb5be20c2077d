using DeepSharp.Metrics;

namespace DeepSharp.Tests.Metrics;

public sealed class AucTests
{
    private static readonly Tensor s_labels = new float[,] { { 0, 1 }, { 1, 1 }, { 0, 0 }, { 1, 0 } };
    private static readonly Tensor s_scores = new float[,] { { 0.1f, 0.9f }, { 0.4f, 0.3f }, { 0.35f, 0.2f }, { 0.8f, 0.6f } };

    [Test]
    public void Result_Roc_IsTheShareOfPairsInOrder()
    {
        // Label 0: all 4 pairs in order. Label 1: (0.9, 0.3) against (0.2, 0.6): 3 of 4.
        Assert.That(After(new AUC(multiLabel: true)), Is.EqualTo((1 + 0.75) / 2).Within(1e-6));
        Assert.That(After(new AUC(multiLabel: true, numLabels: 2, labelWeights: [3, 1])), Is.EqualTo((3 + 0.75) / 4).Within(1e-6));
        // All eight together: positives 0.4 0.8 0.9 0.3, negatives 0.1 0.35 0.2 0.6.
        Assert.That(After(new AUC()), Is.EqualTo((3 + 4 + 4 + 2) / 16.0).Within(1e-6));
    }

    [Test]
    public void Result_OwnThresholds_GiveTheSameCurveAtThosePoints()
    {
        double[] even = [.. Enumerable.Range(1, 198).Select(i => i / 199.0)];
        foreach (var curve in Enum.GetValues<AucCurve>())
            foreach (var summation in Enum.GetValues<AucSummation>())
                Assert.That(After(new AUC(curve: curve, summationMethod: summation, thresholds: even)),
                    Is.EqualTo(After(new AUC(curve: curve, summationMethod: summation))).Within(1e-6), $"{curve} {summation}");
        Assert.That(new AUC(thresholds: [0.5, 0.25]).NumThresholds, Is.EqualTo(4));
        // Above 0.5: two positives and one negative of four each, so the curve goes (0,0), (1/4, 1/2), (1,1).
        Assert.That(After(new AUC(thresholds: [0.5])), Is.EqualTo(0.125 * 0.5 + 0.75 * 0.75).Within(1e-6));
    }

    [Test]
    public void Result_PrGain_OfPerfectOrder_IsOne()
    {
        var auc = new AUC(curve: AucCurve.PRGain);
        auc.Update(new float[,] { { 0 }, { 1 }, { 0 }, { 1 } }, new float[,] { { 0.1f }, { 0.8f }, { 0.3f }, { 0.9f } });
        Assert.That(auc.Result().Item(), Is.EqualTo(1).Within(1e-6));
    }

    [Test]
    public void Update_FromLogits_TakesTheLogisticFunction()
    {
        var (scores, probabilities) = (new AUC(fromLogits: true), new AUC());
        var x = (s_scores - 0.5) * 20;
        scores.Update(s_labels, x);
        probabilities.Update(s_labels, x.Sigmoid());
        Assert.That(scores.Result().Item(), Is.EqualTo(probabilities.Result().Item()));
    }

    [Test]
    public void Update_LabelWeights_WeighPredictions()
    {
        var auc = new AUC(labelWeights: [1, 0]);
        auc.Update(s_labels, s_scores);
        Assert.That(auc.Result().Item(), Is.EqualTo(1).Within(1e-6));
    }

    [TestCase(1.5f), TestCase(-0.5f), TestCase(float.NaN)]
    public void Result_PredictionsOutsideZeroToOne_SaysSo(float value)
    {
        var auc = new AUC();
        auc.Update(new float[,] { { 0 }, { 1 } }, new float[,] { { value }, { 0.5f } });
        Assert.That(() => auc.Result(), Throws.TypeOf<InvalidValueException>()
            .With.Message.Contains("AUC 'auc' expects probabilities from 0 to 1, but 1 predictions lay outside or were NaN").And.Message.Contains("fromLogits: true"));
        auc.Reset();
        auc.Update(new float[,] { { 0 }, { 1 } }, new float[,] { { 0 }, { 1 } });
        Assert.That(auc.Result().Item(), Is.EqualTo(1).Within(1e-6));
    }

    [Test]
    public void Settings_ThatDoNotFit_AreRefused()
    {
        Assert.That(() => new AUC(1), Throws.TypeOf<InvalidValueException>().With.Message.EqualTo("AUC: numThresholds must be more than 1 but is 1."));
        Assert.That(() => new AUC(thresholds: [2]), Throws.TypeOf<InvalidValueException>());
        Assert.That(() => After(new AUC(multiLabel: true, numLabels: 3)), Throws.TypeOf<ShapeMismatchException>().With.Message.Contains("predictions of 3 labels"));
        Assert.That(() => After(new AUC(labelWeights: [1])), Throws.TypeOf<ShapeMismatchException>().With.Message.Contains("1 label weights"));
        Assert.That(new AUC().Result().Item(), Is.Zero);
    }

    private static double After(AUC auc)
    {
        auc.Update(s_labels, s_scores);
        return auc.Result().Item();
    }
}
