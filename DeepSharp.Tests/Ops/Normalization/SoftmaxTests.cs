namespace DeepSharp.Tests;

public sealed class SoftmaxTests
{
    // Widths below, at and above those of the registers, and one that needs several partial sums.
    private static readonly int[] s_lengths = [1, 3, 10, 17, 32, 33, 40, 1100];

    [TestCaseSource(nameof(s_lengths))]
    [Covers(typeof(SoftmaxOp), typeof(LogSoftmaxOp), typeof(SoftmaxGradientOp))]
    public void Softmax_LastAxis_HoldsEveryCheck(int length)
    {
        OpCheck.Run(new SoftmaxOp(), Samples.Uniform([2, length]));
        OpCheck.Run(new LogSoftmaxOp(), Samples.Uniform([2, length]));
        OpCheck.Run(new SoftmaxGradientOp(), Samples.Uniform([2, length]), Samples.Uniform([2, length], seed: 2));
    }

    [TestCase(0, 3)]
    [TestCase(1, 3)]
    [TestCase(-2, 19)]
    [Covers(typeof(SoftmaxOp), typeof(LogSoftmaxOp), typeof(SoftmaxGradientOp))]
    public void Softmax_OtherAxis_HoldsEveryCheck(int axis, int inner)
    {
        // With axis 0 an input without a first axis has no maximum.
        var options = new OpCheckOptions { Checks = axis == 0 ? OpChecks.All & ~(OpChecks.Empty | OpChecks.OpenAxis) : OpChecks.All };
        OpCheck.Run(new SoftmaxOp(axis), options, Samples.Uniform([4, 5, inner]));
        OpCheck.Run(new LogSoftmaxOp(axis), options, Samples.Uniform([4, 5, inner]));
        OpCheck.Run(new SoftmaxGradientOp(axis), options, Samples.Uniform([4, 5, inner]), Samples.Uniform([4, 5, inner], seed: 2));
    }

    [Test]
    public void Softmax_ManyRows_DoesNotDependOnThreads()
    {
        OpCheck.Threads(x => x[0].Softmax(), Samples.Uniform([4000, 10]));
        OpCheck.Threads(x => x[0].LogSoftmax(1), Samples.Uniform([60, 10, 50]));
    }

    [TestCase(-1)]
    [TestCase(0)]
    public void Softmax_LargeLogits_StayFinite(int axis)
    {
        var x = Tensor.From(new float[,] { { 1000, 1001 }, { -1e30f, -3e38f } });
        if (axis == 0) x = x.Transpose();
        Assert.That(x.Softmax(axis).ToDoubles().Sum(), Is.EqualTo(2).Within(1e-6));
        var log = (axis == 0 ? x.LogSoftmax(axis).Transpose() : x.LogSoftmax(axis)).ToFloats();
        Assert.That(log[0], Is.EqualTo(-1.3132616f).Within(1e-6));
        Assert.That(log[2], Is.EqualTo(0));
        Assert.That(log[3], Is.EqualTo(-3e38f));
    }

    // Wherever the largest or a NaN stands: in any of the registers compared side by side, or behind them.
    [Test]
    public void Softmax_LargestOrNaNAnywhere_IsSeen([Range(0, 150, 7)] int at)
    {
        var x = new float[1, 151];
        x[0, at] = 1e4f;
        Assert.That(Tensor.From(x).Softmax().ToFloats()[at], Is.EqualTo(1));
        x[0, at] = float.NaN;
        Assert.That(Tensor.From(x).Softmax().ToFloats(), Has.All.NaN);
    }

    [Test]
    public void Softmax_MaskedAndNaNRows_FollowTheFormula()
    {
        const float minus = float.NegativeInfinity;
        var x = Tensor.From(new[,] { { minus, 0, minus }, { float.NaN, 0, 1 }, { minus, minus, minus } });
        float[] y = x.Softmax().ToFloats();
        Assert.That(y[..3], Is.EqualTo(new[] { 0f, 1f, 0f }));
        Assert.That(y[3..], Has.All.NaN);
        Assert.That(x.LogSoftmax().ToFloats()[..3], Is.EqualTo(new[] { minus, 0f, minus }));
    }
}
