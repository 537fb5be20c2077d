namespace DeepSharp.Tests;

public sealed class CtcLossTests
{
    /// <summary>Labels and lengths fit the steps; cut to one element or stretched they would not.</summary>
    private static OpCheckOptions Whole => new() { Checks = OpChecks.All & ~OpChecks.OneElement, DoubleTolerance = 1e-11 };

    private static readonly Tensor s_labels = Tensor.From(new[,] { { 1, 2, 2 }, { 3, 1, 3 }, { 2, 2, 2 } });

    [Test]
    [Covers(typeof(CtcLossOp), typeof(CtcGradientOp))]
    public void CtcLoss_SomeLengths_HoldsEveryCheck()
    {
        Tensor x = Samples.Uniform([3, 6, 4]), lengths = Tensor.From([3, 2, 0]), steps = Tensor.From([6, 5, 5]);
        OpCheck.Run(new CtcLossOp(), Whole, x, s_labels, lengths, steps);
        OpCheck.Run(new CtcLossOp(), Whole, x, s_labels.Cast(DType.Int64), lengths.Cast(DType.Int64), steps);
        OpCheck.Run(new CtcGradientOp(), Whole, x, s_labels, lengths, steps, Samples.Uniform([3], seed: 3));
    }

    [Test]
    [Covers(typeof(CtcLossOp))]
    public void CtcLoss_OtherBlankAndOneClassLabel_HoldsEveryCheck()
    {
        var x = Samples.Uniform([2, 5, 3]);
        OpCheck.Run(new CtcLossOp(2), Whole, x, Tensor.From(new[,] { { 0, 1 }, { 1, 1 } }), Tensor.From([2, 2]), Tensor.From([5, 3]));
    }

    [Test]
    public void CtcLoss_AllPathsByHand_AreSummed()
    {
        // Three steps for the label "1": of the 2³ paths over {blank, 1} all but 000 and 101 give it.
        double[] p = [0.25, 0.5, 0.375];
        double paths = 0;
        for (int path = 0; path < 8; path++)
            if (path is not (0 or 0b101))
                paths += Enumerable.Range(0, 3).Aggregate(1.0, (product, t) => product * ((path >> t & 1) == 1 ? p[t] : 1 - p[t]));
        var x = Tensor.From([.. p.SelectMany(v => new[] { Math.Log(1 - v), Math.Log(v) })], [1, 3, 2]);
        Assert.That(x.CtcLoss(Tensor.From(new[,] { { 1, 9 } }), Tensor.From([1]), Tensor.From([3])).Item(), Is.EqualTo(-Math.Log(paths)).Within(1e-12));
        // No label: every step is blank. No step and no label: certain.
        Assert.That(x.CtcLoss(Tensor.From(new[,] { { 1 } }), Tensor.From([0]), Tensor.From([2])).Item(), Is.EqualTo(-Math.Log(0.75 * 0.5)).Within(1e-12));
        Assert.That(x.CtcLoss(Tensor.From(new[,] { { 1 } }), Tensor.From([0]), Tensor.From([0])).Item(), Is.Zero);
    }

    [Test]
    public void CtcLoss_LongSequence_StaysFinite()
    {
        var x = Samples.Uniform([1, 400, 5]).Cast(DType.Float32);
        using var tape = new GradientTape();
        tape.Watch(x);
        var loss = x.CtcLoss(Samples.Integers([1, 100], 1, 5), Tensor.From([100]), Tensor.From([400])).Sum();
        Assert.That(loss.Item(), Is.InRange(100, 1000));
        // Softmax and occupancies both sum to one at each step.
        Assert.That(tape.Gradient(loss, x).Sum(-1).Abs().Max().Item(), Is.LessThan(1e-5));
    }

    [Test]
    public void CtcLoss_ManySamples_DoesNotDependOnThreads() =>
        OpCheck.Threads(x => x[0].CtcLoss(x[1], Tensor.Full([40], 4, DType.Int32), Tensor.Full([40], 12, DType.Int32)),
            Samples.Uniform([40, 12, 6]), Samples.Integers([40, 4], 1, 6));

    [Test]
    public void CtcLoss_BadLabels_SayWhichAndWhy()
    {
        var x = Tensor.Zeros([2, 3, 4]);
        Tensor Of(int[,] labels, int[] lengths, int[] steps) => x.CtcLoss(Tensor.From(labels), Tensor.From(lengths), Tensor.From(steps));
        Assert.That(() => Of(new[,] { { 1, 2, 3 }, { 2, 2, 1 } }, [3, 3], [3, 3]), Throws.TypeOf<InvalidValueException>().With.Message.EqualTo(
            "[ctc_loss] the label of sample 1 has length 3 and needs at least 4 steps (one more for each repeat) but has 3. "
            + "Give the model more steps, or leave out the sample."));
        Assert.That(() => Of(new[,] { { 1, 0, 3 }, { 2, 2, 1 } }, [3, 1], [3, 3]), Throws.TypeOf<InvalidValueException>().With.Message.EqualTo(
            "[ctc_loss] label 0 at [0, 1] is not one of the 4 classes without the blank 0. Correct the labels; padding goes behind them."));
        Assert.That(() => Of(new[,] { { 1, 4 }, { 2, 2 } }, [2, 1], [3, 3]), Throws.TypeOf<InvalidValueException>().With.Message.Contains("label 4 at [0, 1]"));
        Assert.That(() => Of(new[,] { { 1 }, { 2 } }, [2, 1], [3, 3]), Throws.TypeOf<InvalidValueException>()
            .With.Message.EqualTo("[ctc_loss] the label length 2 of sample 0 is outside 0 to 1."));
        Assert.That(() => Of(new[,] { { 1 }, { 2 } }, [1, 1], [3, 4]), Throws.TypeOf<InvalidValueException>()
            .With.Message.EqualTo("[ctc_loss] the logit length 4 of sample 1 is outside 0 to 3."));
    }

    [Test]
    public void Infer_WrongInputs_SayWhatIsExpected()
    {
        Tensor x = Tensor.Zeros([2, 3, 4]), labels = Tensor.Zeros([2, 2], DType.Int32), lengths = Tensor.Zeros([2], DType.Int32);
        Assert.That(() => x.CtcLoss(labels.Cast(DType.Float32), lengths, lengths), Throws.TypeOf<DTypeMismatchException>()
            .With.Message.Contains("[ctc_loss] labels must be int32 or int64"));
        Assert.That(() => x.CtcLoss(lengths, lengths, lengths), Throws.TypeOf<ShapeMismatchException>()
            .With.Message.EqualTo("[ctc_loss] expects logits [batch, steps, classes] and labels [batch, length] but got [2, 3, 4] and [2]."));
        Assert.That(() => x.CtcLoss(labels, lengths, labels), Throws.TypeOf<ShapeMismatchException>()
            .With.Message.EqualTo("[ctc_loss] logit lengths must be one a sample, [2], but are [2, 2]."));
        Assert.That(() => x.CtcLoss(labels, lengths, lengths, 4), Throws.TypeOf<InvalidValueException>()
            .With.Message.EqualTo("[ctc_loss] the blank 4 is not one of the 4 classes."));
    }

    [Test]
    public void CtcLoss_ProbabilitiesBeyondDoubles_AreNotLost()
    {
        // Each step makes the right class e^1000 times less likely than another: the only path has a probability of e^-200000, all others of 1.
        var x = new double[200 * 3];
        for (int t = 0; t < 200; t++) x[3 * t + 2] = 1000;
        var logits = Tensor.From(x, [1, 200, 3]);
        using var tape = new GradientTape();
        tape.Watch(logits);
        var loss = logits.CtcLoss(Tensor.From([1], [1, 1]), Tensor.From([1]), Tensor.From([200]));
        // 200 · 201 / 2 places for a run of the label among blanks, all of them equally likely.
        Assert.That(loss.Item(), Is.EqualTo(200_000 - Math.Log(200 * 201 / 2)).Within(1e-9));
        var dx = tape.Gradient(loss.Sum(), logits);
        Assert.That(dx[0, .., 2].ToDoubles(), Is.All.EqualTo(1));
        // Runs that contain the first step, one of each length, and the last.
        Assert.That(dx[0, 0, 1].Item(), Is.EqualTo(-200.0 / 20_100).Within(1e-12));
        Assert.That(dx[0, 199, 1].Item(), Is.EqualTo(-200.0 / 20_100).Within(1e-12));
    }

    [Test]
    public void CtcLoss_ImpossibleOrUndefined_IsInfiniteOrNaN()
    {
        double[] x = [0, 0, double.NegativeInfinity, 0, 0, double.NegativeInfinity];
        Tensor Loss(Tensor logits, int label) => logits.CtcLoss(Tensor.From([label], [1, 1]), Tensor.From([1]), Tensor.From([2]));
        Assert.That(Loss(Tensor.From(x, [1, 2, 3]), 2).Item(), Is.EqualTo(double.PositiveInfinity));
        Assert.That(Loss(Tensor.From(x, [1, 2, 3]), 1).Item(), Is.EqualTo(-Math.Log(0.75)).Within(1e-15));
        Assert.That(Loss(Tensor.From([0, double.NaN, 0, 0, 0, 0], [1, 2, 3]), 1).Item(), Is.NaN);
        var logits = Tensor.From(x, [1, 2, 3]);
        using var tape = new GradientTape();
        tape.Watch(logits);
        Assert.That(tape.Gradient(Loss(logits, 2).Sum(), logits)[0, 0, 2].Item(), Is.NaN);
    }
}
