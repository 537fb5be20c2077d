namespace DeepSharp.Tests;

public sealed class BatchNormTests
{
    private static IEnumerable<TestCaseData> Golden() =>
        GoldenFile.Load("normalization", "batch_normalization").Select(g => new TestCaseData(g).SetArgDisplayNames(g.Name));

    [TestCaseSource(nameof(Golden))]
    public void BatchNorm_GoldenCase_MatchesValuesAndGradients(GoldenCase golden)
    {
        var a = golden.Attributes;
        int axis = (int)a["axis"]!;
        double epsilon = (double)a["epsilon"]!, momentum = (double)a["momentum"]!;
        GoldenCheck.Run(golden, t =>
        {
            Tensor? Input(string name) => golden.Inputs.ToList().IndexOf(name) is >= 0 and var i ? t[i] : null;
            var (x, movingMean, movingVariance) = (t[0], Input("moving_mean")!, Input("moving_variance")!);
            if (!(bool)a["training"]!) return [x.BatchNormInference(movingMean, movingVariance, Input("gamma"), Input("beta"), axis, epsilon)];
            var (y, mean, variance) = x.BatchNorm(Input("gamma"), Input("beta"), axis, epsilon, Input("mask")?.Cast(DType.Bool));
            return [y, movingMean * momentum + mean * (1 - momentum), movingVariance * momentum + variance * (1 - momentum)];
        });
    }

    [Test]
    [Covers(typeof(BatchNormOp), typeof(BatchNormGradientOp), typeof(MaskedBatchNormOp))]
    public void BatchNorm_AllForms_PassesOpCheck()
    {
        // An empty batch has no statistics; one place in each channel has no deviation, where finite differences lose their digits.
        var options = new OpCheckOptions { Checks = OpChecks.All & ~OpChecks.OneElement & ~OpChecks.Empty, DoubleTolerance = 1e-11, SingleTolerance = 1e-4 };
        OpCheck.Run(new BatchNormOp(1, 1e-2), options, Samples.Uniform([5, 3]), Samples.Uniform([3], seed: 2), Samples.Uniform([3], seed: 3));
        OpCheck.Run(new BatchNormOp(3, 1e-3), options, Samples.Uniform([2, 2, 3, 2]), Samples.Uniform([2], seed: 2), Samples.Uniform([2], seed: 3));
        OpCheck.Run(new BatchNormOp(1, 1e-3), options, Samples.Uniform([2, 3, 4]), Samples.Uniform([3], seed: 2), Samples.Uniform([3], seed: 3));
        OpCheck.Run(
            new BatchNormGradientOp(1, 1e-2), options, Samples.Uniform([4, 3]), Samples.Uniform([3], seed: 2), Samples.Uniform([3], seed: 3),
            Samples.Uniform([3], 0.5, 2, seed: 4), Samples.Uniform([4, 3], seed: 5));
        OpCheck.Run(
            new MaskedBatchNormOp(2, 1e-2), options, Samples.Uniform([3, 4, 2]), Samples.Uniform([2], seed: 2), Samples.Uniform([2], seed: 3),
            Samples.Bools([3, 4]));
    }

    [Test]
    [Covers(typeof(BatchNormInferenceOp))]
    public void BatchNormInference_AllForms_PassesOpCheck()
    {
        Tensor[] inputs = [Samples.Uniform([2, 3, 4]), Samples.Uniform([3], seed: 2), Samples.Uniform([3], 0.5, 2, seed: 3), Samples.Uniform([3], seed: 4),
            Samples.Uniform([3], seed: 5)];
        OpCheck.Run(new BatchNormInferenceOp(1, 1e-2), inputs);
        OpCheck.Run(new BatchNormInferenceOp(1, 1e-2, Shifts: false), inputs[..4]);
        OpCheck.Run(new BatchNormInferenceOp(1, 1e-2, Scales: false), [.. inputs[..3], inputs[4]]);
        OpCheck.Run(new BatchNormInferenceOp(1, 1e-2, false, false), inputs[..3]);
    }

    [TestCase(1)]
    [TestCase(33)]
    public void BatchNorm_LargerInput_AgreesWithItsCompositionOnAnyNumberOfThreads(int channels)
    {
        Tensor[] inputs = [Samples.Uniform([9, 37, 11, channels]), Samples.Uniform([channels]), Samples.Uniform([channels], seed: 2)];
        OpCheck.Threads(t => t[0].BatchNorm(t[1], t[2]).Y, inputs);
        var op = new BatchNormOp(3, 1e-3);
        Close.Same("batch_norm", op.Compose(inputs)!, op.ApplyAll(inputs), 1e-12);
        Tensor[] all = [inputs[0], inputs[1], .. op.ApplyAll(inputs)[1..], Samples.Uniform(inputs[0].Shape, seed: 4)];
        var gradient = new BatchNormGradientOp(3, 1e-3);
        Close.Same("batch_norm_gradient", gradient.Compose(all)!, gradient.ApplyAll(all), 1e-11);
    }

    [TestCase(DType.Float16)]
    [TestCase(DType.BFloat16)]
    public void BatchNorm_DataOf16Bits_MayHaveParametersInFloat32(DType type)
    {
        Tensor x = Samples.Uniform([7, 3]).Cast(type), gamma = Samples.Uniform([3], 0.5, 2, seed: 2).Cast(DType.Float32);
        Tensor beta = Samples.Uniform([3], seed: 3).Cast(DType.Float32), dy = Samples.Uniform([7, 3], seed: 4).Cast(type);
        MixedData.Check(new BatchNormOp(1, 1e-3), x, gamma, beta);
        MixedData.Check(new BatchNormGradientOp(1, 1e-3), x, gamma, beta, gamma, dy);
        Assert.That(
            Assert.Throws<DTypeMismatchException>(() => new BatchNormOp(1, 1e-3).Apply(x, gamma, beta.Cast(type)))!.Message,
            Is.EqualTo($"[batch_norm] beta is {type.KerasName} [3] but the data is {type.KerasName} [7, 3]. Cast one of them."));
        // Gradients that arrive at the statistics reach the data too.
        using var tape = new GradientTape();
        tape.Watch(x);
        var (y, mean, variance) = x.BatchNorm(gamma, beta);
        Assert.That((y.DType, mean.DType, variance.DType), Is.EqualTo((type, DType.Float32, DType.Float32)));
        Assert.That(tape.Gradient((mean * 2 + variance).Sum(), [x])[0]!.Spec, Is.EqualTo(x.Spec));
    }

    // The mean is 10⁴ times the deviation; a sum of squares in float32 would leave no digit of the variance.
    [Test]
    public void BatchNorm_LargeMean_KeepsTheVariance()
    {
        var x = (Samples.Uniform([4000, 20]) + 1e4).Cast(DType.Float32);
        var (_, mean, variance) = x.BatchNorm();
        var exact = x.Cast(DType.Float64).BatchNorm();
        Close.Same("mean", exact.Mean, mean, 1e-7);
        Close.Same("variance", exact.Variance, variance, 1e-5);
    }

    [Test]
    public void BatchNorm_LossOnTheStatistics_HasTheirGradient() => OpCheck.Run(
        t =>
        {
            var (y, mean, variance) = t[0].BatchNorm(t[1], t[2]);
            return (y * y).Mean() + (mean * variance).Sum();
        },
        new OpCheckOptions { Checks = OpChecks.All & ~OpChecks.OneElement & ~OpChecks.Empty, SingleTolerance = 1e-4 },
        Samples.Uniform([4, 3]), Samples.Uniform([3], seed: 2), Samples.Uniform([3], seed: 3));

    [Test]
    public void BatchNorm_EmptyBatch_HasNoStatistics()
    {
        var (y, mean, variance) = Tensor.Zeros([0, 3]).BatchNorm();
        Assert.That(y.Shape, Is.EqualTo(new Shape(0, 3)));
        Assert.That(mean.ToFloats().Concat(variance.ToFloats()), Is.All.NaN);
    }

    [Test]
    public void BatchNorm_BadArguments_Throw()
    {
        var x = Tensor.Zeros([4, 3]);
        Assert.That(
            () => x.BatchNorm(gamma: Tensor.Ones([4])),
            Throws.TypeOf<ShapeMismatchException>().With.Message.EqualTo("[batch_norm] gamma must have the shape [3] for data [4, 3] but has [4]."));
        Assert.That(() => x.BatchNorm(beta: Tensor.Ones([3], DType.Float64)), Throws.TypeOf<DTypeMismatchException>());
        Assert.That(() => x.Cast(DType.Int32).BatchNorm(), Throws.TypeOf<DTypeMismatchException>());
        Assert.That(() => Tensor.Zeros([3]).BatchNorm(), Throws.TypeOf<ShapeMismatchException>().With.Message.Contains("a batch and a channel axis"));
        Assert.That(() => x.BatchNorm(mask: Tensor.Ones([5], DType.Bool)), Throws.TypeOf<ShapeMismatchException>().With.Message.Contains("mask [5]"));
        Assert.That(() => x.BatchNorm(mask: Tensor.Ones([4])), Throws.TypeOf<DTypeMismatchException>().With.Message.Contains("must be bool"));
    }
}
