namespace DeepSharp.Tests.Cuda;

/// <summary>Connectionist temporal classification and its gradient.</summary>
[Category("CudaEmulated")]
[NonParallelizable]
public sealed class CudaCtcTests
{
    private static readonly Tensor s_labels = Tensor.From([1, 2, 2, 3, 1, 0, 2, 1, 1, 0, 0, 0], [3, 4]);

    [TestCaseSource(typeof(FloatTypes), nameof(FloatTypes.Wide))]
    public void LossAndGradient_AgreeWithTheCpu(DType type)
    {
        Tensor x = Samples.Uniform([3, 8, 5]), dy = Samples.Uniform([3], seed: 2), labelLengths = Tensor.From([4, 2, 0]), steps = Tensor.From([8, 5, 3]);
        foreach (var integers in (DType[])[DType.Int32, DType.Int64])
        {
            Tensor[] operands = [x, (s_labels % 4).Cast(integers), Tensor.From([4, 1, 0]).Cast(integers), steps.Cast(integers)];
            FloatTypes.Check(type, new CtcLossOp(), operands);
            FloatTypes.Check(type, new CtcGradientOp(), [.. operands, dy]);
        }
        FloatTypes.Check(type, new CtcLossOp(4), x, s_labels, labelLengths, steps);
        FloatTypes.Check(type, new CtcGradientOp(4), x, s_labels, labelLengths, steps, dy);
    }

    [Test]
    public void LongLabelsAndManyClasses_AgreeWithTheCpu()
    {
        Tensor x = Samples.Uniform([2, 90, 60]), labels = Samples.Integers([2, 40], 1, 60), lengths = Tensor.From([40, 17]), steps = Tensor.From([90, 60]);
        FloatTypes.Check(DType.Float32, new CtcLossOp(), x, labels, lengths, steps);
        FloatTypes.Check(DType.Float32, new CtcGradientOp(), x, labels, lengths, steps, Samples.Uniform([2], seed: 2));
    }

    [Test]
    public void WhatDoesNotFit_IsRefused()
    {
        var x = Samples.Uniform([2, 3, 4]).Cast(DType.Float32);
        string Refusal(int[] labels, int[] labelLengths, int[] steps) =>
            CudaCheck.Refused(new CtcLossOp(), x, Tensor.From(labels, [2, 3]), Tensor.From(labelLengths), Tensor.From(steps));
        Assert.That(Refusal([1, 2, 3, 1, 2, 3], [3, 4], [3, 3]), Is.EqualTo("[ctc_loss] the label length of sample 1 is below 0 or above the labels' length."));
        Assert.That(
            Refusal([1, 2, 3, 1, 2, 3], [3, 1], [-1, 3]), Is.EqualTo("[ctc_loss] the logit length of sample 0 is below 0 or above the number of steps."));
        Assert.That(Refusal([1, 2, 3, 1, 4, 3], [3, 2], [3, 3]), Does.StartWith("[ctc_loss] a label of sample 1 is not one of the classes without the blank."));
        Assert.That(Refusal([1, 1, 3, 1, 2, 3], [3, 1], [3, 3]), Does.StartWith("[ctc_loss] the label of sample 0 does not fit into its steps"));
    }
}
