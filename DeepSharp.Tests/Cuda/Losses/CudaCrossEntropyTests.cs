namespace DeepSharp.Tests.Cuda;

/// <summary>Cross-entropies from logits, their gradients, and picking by label.</summary>
[Category("CudaEmulated")]
[NonParallelizable]
public sealed class CudaCrossEntropyTests
{
    private static readonly Shape[] s_shapes = [[3, 1], [5, 10], [2, 3, 33], [2, 1024], [2, 1500]];

    [TestCaseSource(typeof(FloatTypes), nameof(FloatTypes.Wide))]
    public void Sparse_AgreesWithTheCpu(DType type)
    {
        foreach (var shape in s_shapes)
            foreach (var integers in (DType[])[DType.Int32, DType.Int64])
            {
                var (x, labels) = (Samples.Uniform(shape, -4, 4), Samples.Integers(shape[..^1], 0, shape[^1], integers));
                FloatTypes.Check(type, new SparseCrossEntropyFromLogitsOp(), x, labels);
                FloatTypes.Check(type, new SparseCrossEntropyGradientOp(), x, labels, Samples.Uniform(shape[..^1], seed: 2));
                FloatTypes.Check(type, new LabelPickOp(), x, labels);
            }
        FloatTypes.Check(type, new SparseCrossEntropyFromLogitsOp(), Samples.Uniform([0, 3]), Samples.Integers([0], 0, 3));
        FloatTypes.Check(type, new SparseCrossEntropyFromLogitsOp(), Tensor.From([1e4, -1e4, double.NaN, 1], [2, 2]), Tensor.From([1, 0]));
    }

    [TestCaseSource(typeof(FloatTypes), nameof(FloatTypes.Wide))]
    public void IgnoredLabels_GiveNothing(DType type)
    {
        var (x, labels) = (Samples.Uniform([4, 3]), Tensor.From([0, 255, 2, 255]));
        FloatTypes.Check(type, new SparseCrossEntropyFromLogitsOp(-1, 255), x, labels);
        FloatTypes.Check(type, new SparseCrossEntropyGradientOp(255), x, labels, Samples.Uniform([4]));
        FloatTypes.Check(type, new LabelPickOp(255), x, labels);
    }

    [TestCaseSource(typeof(FloatTypes), nameof(FloatTypes.Wide))]
    public void Categorical_AgreesWithTheCpu(DType type)
    {
        foreach (var shape in s_shapes)
        {
            var (x, targets) = (Samples.Uniform(shape, -4, 4), Samples.Uniform(shape, 0, 1, seed: 2));
            FloatTypes.Check(type, new CategoricalCrossEntropyFromLogitsOp(), x, targets);
            FloatTypes.Check(type, new CategoricalCrossEntropyGradientOp(), x, targets, Samples.Uniform(shape[..^1], seed: 3));
        }
    }

    [Test]
    public void LabelsOutside_AreRefused()
    {
        var x = Samples.Uniform([2, 3]).Cast(DType.Float32);
        Assert.That(CudaCheck.Refused(new SparseCrossEntropyFromLogitsOp(), x, Tensor.From([0, 3])), Is.EqualTo(
            "[sparse_cross_entropy_from_logits] label 3 (number 1) is outside the 3 classes: expected 0 to 2. " +
            "Correct the labels, or give the model more outputs."));
        Assert.That(
            CudaCheck.Refused(new LabelPickOp(7), x, Tensor.From<long>([7, -1])),
            Does.Contain("label -1 (number 1)").And.Contain("or the ignored class 7"));
        Assert.That(
            CudaCheck.Refused(new SparseCrossEntropyGradientOp(), x, Tensor.From([5, 0]), Samples.Uniform([2]).Cast(DType.Float32)),
            Does.Contain("label 5 (number 0)"));
    }
}
