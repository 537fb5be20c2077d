namespace DeepSharp.Tests.Cuda;

/// <summary>Batch normalization and its gradient, alone and with what is fused to it.</summary>
[Category("CudaEmulated")]
[NonParallelizable]
public sealed class CudaBatchNormTests
{
    private static readonly BatchNormOp s_norm = new(1, 1e-3);
    private static readonly BatchNormGradientOp s_gradient = new(1, 1e-3);

    // Rows and columns: few and many of both, tiles and runs of rows that are not full, more than one slab.
    private static readonly Shape[] s_shapes = [[1, 1], [2, 3], [7, 16], [50, 5], [9, 33], [33, 64], [300, 2], [130, 40], [4200, 3]];

    private static Tensor[] Operands(Shape shape) =>
        [Samples.Uniform(shape, -3, 5), Samples.Uniform([shape[1]], 0.5, 2, seed: 2), Samples.Uniform([shape[1]], seed: 3)];

    private static Tensor[] GradientOperands(Shape shape)
    {
        var x = Samples.Uniform(shape, -3, 5);
        return [x, Samples.Uniform([shape[1]], 0.5, 2, seed: 2), x.Mean(0), x.Var(0), Samples.Uniform(shape, seed: 4)];
    }

    [TestCaseSource(typeof(FloatTypes), nameof(FloatTypes.Wide))]
    public void Forward_AgreesWithTheCpu(DType type)
    {
        foreach (var shape in s_shapes) FloatTypes.Check(type, s_norm, Operands(shape));
        FloatTypes.Check(type, new BatchNormOp(3, 1e-5), [Samples.Uniform([2, 5, 4, 6]), .. Operands([1, 6])[1..]]);
        FloatTypes.Check(type, s_norm, Operands([0, 3]));
        FloatTypes.Check(type, s_norm, Operands([3, 0]));
    }

    [TestCaseSource(typeof(FloatTypes), nameof(FloatTypes.Wide))]
    public void Gradient_AgreesWithTheCpu(DType type)
    {
        foreach (var shape in s_shapes) FloatTypes.Check(type, s_gradient, GradientOperands(shape));
        FloatTypes.Check(type, s_gradient, GradientOperands([3, 0]));
    }

    [TestCaseSource(typeof(FloatTypes), nameof(FloatTypes.Wide))]
    public void Fused_AgreesWithTheCpu(DType type)
    {
        var (add, relu) = (new BinaryOp<AddFn>(default), new UnaryOp<ReluFn>(default));
        foreach (var shape in (Shape[])[[7, 16], [300, 3]])
        {
            var (x, other) = (Operands(shape), Samples.Uniform(shape, seed: 5));
            FloatTypes.Check(type, new FusedBatchNormOp(s_norm, add, relu), [.. x, other]);
            FloatTypes.Check(type, new FusedBatchNormOp(s_norm, add, null), [.. x, other]);
            FloatTypes.Check(type, new FusedBatchNormOp(s_norm, null, relu), x);
            FloatTypes.Check(type, new FusedBatchNormGradientOp(s_gradient, new BinaryOp<ReluGradientFn>(default)), [.. GradientOperands(shape), x[2]]);
        }
    }

    [TestCaseSource(typeof(FloatTypes), nameof(FloatTypes.Half))]
    public void DataOf16Bits_WithParametersInFloat32_IsReadAsItIs(DType type)
    {
        var (add, relu) = (new BinaryOp<AddFn>(default), new UnaryOp<ReluFn>(default));
        foreach (var shape in s_shapes)
        {
            FloatTypes.CheckMixed(type, s_norm, Operands(shape));
            if (shape[0] > 2) FloatTypes.CheckMixed(type, s_gradient, GradientOperands(shape));
        }
        FloatTypes.CheckMixed(type, new FusedBatchNormOp(s_norm, add, relu), [.. Operands([33, 5]), Samples.Uniform([33, 5], seed: 5)]);
        FloatTypes.CheckMixed(type, new FusedBatchNormOp(s_norm, null, relu), Operands([33, 5]));
        var gradient = GradientOperands([33, 5]);
        FloatTypes.CheckMixed(type, new FusedBatchNormGradientOp(s_gradient, new BinaryOp<ReluGradientFn>(default)), [.. gradient, Operands([33, 5])[2]]);
        var device = CudaTestDevice.Open();
        TensorSpec x = new([4, 3], type), channels = new([3], DType.Float32);
        Assert.That(device.Backend.FindKernel(s_norm, [x, channels, channels]), Is.Not.Null);
        Assert.That(device.Backend.FindKernel(s_norm, [x, channels with { DType = type }, channels with { DType = type }]), Is.Null, "widened as a whole");
    }

    [Test]
    public void LargeMean_DoesNotSwallowTheVariance()
    {
        var x = Samples.Uniform([400, 3], -1, 1) + 3000;
        FloatTypes.Check(DType.Float32, s_norm, [x, .. Operands([1, 3])[1..]]);
    }

    [Test]
    public void OtherFunctions_AreNotFused()
    {
        var device = CudaTestDevice.Open();
        TensorSpec x = new([4, 3], DType.Float32), channels = new([3], DType.Float32);
        Assert.That(device.Backend.FindKernel(new FusedBatchNormOp(s_norm, null, new UnaryOp<TanhFn>(default)), [x, channels, channels]), Is.Null);
        Assert.That(device.Backend.FindKernel(new BatchNormOp(0, 1e-3), [x, channels, channels]), Is.Null);
    }
}
