namespace DeepSharp.Tests.Cuda;

/// <summary>Layer normalization and its gradient: a warp or a block a row, sums over rows.</summary>
[Category("CudaEmulated")]
[NonParallelizable]
public sealed class CudaLayerNormTests
{
    private static readonly (Shape Shape, int Trailing)[] s_cases =
        [([1, 1], 1), ([4, 3], 1), ([2, 3, 5], 2), ([40, 33], 1), ([300, 8], 1), ([2, 1024], 1), ([3, 1025], 1), ([1, 3000], 1)];

    [TestCaseSource(typeof(FloatTypes), nameof(FloatTypes.All))]
    public void Forward_AgreesWithTheCpu(DType type)
    {
        foreach (var (shape, trailing) in s_cases)
            FloatTypes.Check(type, new LayerNormOp(trailing, 1e-3), Samples.Uniform(shape), Samples.Uniform(shape[^trailing..], 0.5, 2, seed: 2),
                Samples.Uniform(shape[^trailing..], seed: 3));
        FloatTypes.Check(type, new LayerNormOp(1, 1e-3), Samples.Uniform([0, 3]), Samples.Uniform([3]), Samples.Uniform([3]));
    }

    [TestCaseSource(typeof(FloatTypes), nameof(FloatTypes.All))]
    public void Gradient_AgreesWithTheCpu(DType type)
    {
        foreach (var (shape, trailing) in s_cases)
            FloatTypes.Check(type, new LayerNormGradientOp(trailing, 1e-3), Samples.Uniform(shape), Samples.Uniform(shape[^trailing..], 0.5, 2, seed: 2),
                Samples.Uniform(shape, seed: 3));
        FloatTypes.Check(type, new LayerNormGradientOp(1, 1e-3), Samples.Uniform([0, 3]), Samples.Uniform([3]), Samples.Uniform([0, 3]));
    }

    [TestCaseSource(typeof(FloatTypes), nameof(FloatTypes.Half))]
    public void DataOf16Bits_WithParametersInFloat32_IsReadAsItIs(DType type)
    {
        foreach (var (shape, trailing) in s_cases)
        {
            Tensor x = Samples.Uniform(shape), gamma = Samples.Uniform(shape[^trailing..], 0.5, 2, seed: 2);
            FloatTypes.CheckMixed(type, new LayerNormOp(trailing, 1e-3), x, gamma, Samples.Uniform(shape[^trailing..], seed: 3));
            FloatTypes.CheckMixed(type, new LayerNormGradientOp(trailing, 1e-3), x, gamma, Samples.Uniform(shape, seed: 4));
        }
        var device = CudaTestDevice.Open();
        TensorSpec data = new([4, 3], type), wide = new([3], DType.Float32);
        Assert.That(device.Backend.FindKernel(new LayerNormOp(1, 1e-3), [data, wide, wide]), Is.Not.Null);
    }

    [Test]
    public void LargeMean_DoesNotSwallowTheVariance() =>
        FloatTypes.Check(
            DType.Float32, new LayerNormOp(1, 1e-3), Samples.Uniform([3, 200], -1, 1) + 3000, Samples.Uniform([200], 0.5, 2), Samples.Uniform([200]));
}
