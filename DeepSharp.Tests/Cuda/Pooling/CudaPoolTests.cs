namespace DeepSharp.Tests.Cuda;

/// <summary>Pooling over one, two and three axes with every kind of border, and its gradients.</summary>
[Category("CudaEmulated")]
[NonParallelizable]
public sealed class CudaPoolTests
{
    private static readonly (Shape X, EquatableArray<int> Window, EquatableArray<int> Strides, SpatialPadding Padding)[] s_cases =
    [
        ([2, 8, 3], [2], [2], Padding.Valid), ([1, 9, 1], [3], [1], Padding.Same), ([2, 5, 6, 4], [2, 2], [2, 2], Padding.Valid),
        ([1, 7, 6, 5], [3, 2], [2, 1], Padding.Same), ([1, 6, 7, 33], [3, 3], [2, 2], [(1, 0), (0, 2)]), ([1, 5, 5, 2], [2, 2], [3, 3], Padding.Valid),
        ([2, 4, 5, 3, 2], [2, 3, 2], [2, 1, 2], Padding.Same), ([3, 4, 4, 2], [4, 4], [4, 4], Padding.Valid), ([0, 4, 4, 2], [2, 2], [2, 2], Padding.Valid),
    ];

    [Test]
    public void MaxPool_IsThatOfTheCpu([ValueSource(typeof(FloatTypes), nameof(FloatTypes.All))] DType type)
    {
        foreach (var (shape, window, strides, padding) in s_cases)
        {
            // Whole numbers of a narrow range: many ties.
            var x = Samples.Integers(shape, -3, 4).Cast(type);
            var y = new MaxPoolOp(window, strides, padding).Apply(x);
            var dy = Samples.Integers(y.Shape, -9, 10, seed: 2).Cast(type);
            CudaCheck.Identical(new MaxPoolOp(window, strides, padding), x);
            CudaCheck.Identical(new MaxPoolPickOp(window, strides, padding), x, Samples.Integers(shape, -9, 10, seed: 3).Cast(type));
            CudaCheck.Identical(new MaxPoolGradientOp(window, strides, padding), x, dy);
            if (!type.Is16Bit) CudaCheck.Identical(new FusedMaxPoolGradientOp(new(window, strides, padding)), x, dy);
        }
    }

    [TestCaseSource(typeof(FloatTypes), nameof(FloatTypes.All))]
    public void AveragePool_AgreesWithTheCpu(DType type)
    {
        foreach (var (shape, window, strides, padding) in s_cases)
        {
            var op = new AveragePoolOp(window, strides, padding);
            var x = Samples.Uniform(shape);
            FloatTypes.Check(type, op, x);
            FloatTypes.Check(
                type, new AveragePoolGradientOp(window, strides, padding, ConvOperands.Spatial(shape)), Samples.Uniform(op.Apply(x).Shape, seed: 2));
        }
    }

    [TestCaseSource(typeof(FloatTypes), nameof(FloatTypes.Wide))]
    public void NaNsAndInfinities_AreMaximaAsOnTheCpu(DType type)
    {
        const double NaN = double.NaN, Inf = double.PositiveInfinity;
        var x = Tensor.From([1, NaN, 2, NaN, -Inf, -Inf, -Inf, -Inf, Inf, 3, Inf, NaN], [1, 12, 1]).Cast(type);
        var dy = Tensor.From([1.0, 2, 3, 4, 5, 6], [1, 6, 1]).Cast(type);
        CudaCheck.Identical(new MaxPoolOp([2], [2], Padding.Valid), x);
        CudaCheck.Identical(new MaxPoolPickOp([2], [2], Padding.Valid), x, Samples.Uniform([1, 12, 1]).Cast(type));
        CudaCheck.Identical(new MaxPoolGradientOp([2], [2], Padding.Valid), x, dy);
    }
}
