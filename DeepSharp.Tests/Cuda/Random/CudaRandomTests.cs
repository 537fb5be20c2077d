namespace DeepSharp.Tests.Cuda;

/// <summary>The device draws the CPU's numbers: bit for bit where only integers, sums and products make them.</summary>
[Category("CudaEmulated")]
[NonParallelizable]
public sealed class CudaRandomTests
{
    private static readonly Shape[] s_shapes = [[1], [7], [2, 515], [0]];

    private static readonly Tensor[] s_states =
    [
        SeedGenerator.StateOf(0, device: Device.Cpu), SeedGenerator.StateOf(long.MaxValue - 5, 7, Device.Cpu),
        SeedGenerator.StateOf(-3, long.MinValue + 2, Device.Cpu),
    ];

    private static void Identical(Func<Shape, Op> op)
    {
        foreach (var shape in s_shapes)
            foreach (var state in s_states) CudaCheck.Identical(op(shape), state);
    }

    private static void Near(double tolerance, Func<Shape, Op> op)
    {
        foreach (var shape in s_shapes)
            foreach (var state in s_states) CudaCheck.Near(tolerance, op(shape), state);
    }

    [Test]
    public void Bits_AreTheCpus()
    {
        Identical(shape => new RandomBitsOp(shape));
        Identical(shape => new RandomBitsOp(shape, DType.Int64));
    }

    [Test]
    public void Integers_AreTheCpus()
    {
        Identical(shape => new RandomIntegersOp(shape, -5, 1000));
        Identical(shape => new RandomIntegersOp(shape, int.MinValue, int.MaxValue));
        Identical(shape => new RandomIntegersOp(shape, long.MinValue, long.MaxValue, DType.Int64));
    }

    [TestCase(DType.Float32)]
    [TestCase(DType.Float64)]
    public void Uniforms_AreTheCpus(DType dtype)
    {
        Identical(shape => new RandomUniformOp(shape, dtype));
        Identical(shape => new RandomUniformOp(shape, dtype, -0.3, 1.7));
        Identical(shape => new RandomUniformOp(shape, dtype, 5, 5));
        Identical(shape => new RandomUniformOp(shape, dtype, 1, 1.0000001));
    }

    [TestCase(DType.Bool)]
    [TestCase(DType.UInt8)]
    [TestCase(DType.Int32)]
    [TestCase(DType.Int64)]
    [TestCase(DType.Float32)]
    [TestCase(DType.Float64)]
    public void Bernoulli_IsTheCpus(DType dtype)
    {
        foreach (double p in (double[])[0, 0.3, 1]) Identical(shape => new RandomBernoulliOp(shape, dtype, p));
    }

    [TestCase(DType.Float32, 2e-6)]
    [TestCase(DType.Float64, 1e-14)]
    public void Normals_AgreeButForRounding(DType dtype, double tolerance)
    {
        Near(tolerance, shape => new RandomNormalOp(shape, dtype));
        Near(tolerance, shape => new RandomNormalOp(shape, dtype, 3, 0.5));
        Near(tolerance, shape => new TruncatedNormalOp(shape, dtype, -1, 2));
    }

    [TestCase(DType.Float32, 1e-6)]
    [TestCase(DType.Float64, 1e-12)]
    public void LogGammas_AgreeButForRounding(DType dtype, double tolerance)
    {
        foreach (var state in s_states)
        {
            CudaCheck.Near(tolerance, new RandomLogGammaOp([3, 40], dtype), state, Tensor.From<double>([0.1, 1, 7.5], [3]));
            CudaCheck.Near(tolerance, new RandomLogGammaOp([50], dtype), state, Tensor.From<double>([0.7], [1]));
        }
        Assert.That(CudaCheck.Refused(new RandomLogGammaOp([2, 2], dtype), s_states[0], Tensor.From<double>([1, -0.5], [2])),
            Is.EqualTo("[random_log_gamma] expects a shape parameter above zero but got -0.5."));
    }

    [TestCase(0)]
    [TestCase(1)]
    [TestCase(100)]
    [TestCase(2600)]
    public void Permutations_AreTheCpus(int count)
    {
        foreach (var state in s_states) CudaCheck.Identical(new RandomPermutationOp(count), state);
    }

    [TestCase(DType.Float32)]
    [TestCase(DType.Float64)]
    [TestCase(DType.Float16)]
    [TestCase(DType.BFloat16)]
    public void Dropout_IsTheCpus(DType dtype)
    {
        foreach (double rate in (double[])[0, 0.4, 1])
            foreach (var shape in s_shapes) CudaCheck.Identical(new DropoutOp(rate), Samples.Uniform(shape).Cast(dtype), s_states[1]);
        CudaCheck.Identical(new DropoutOp(0.5, [2, 3]), Samples.Uniform([2, 3]).Cast(dtype), s_states[2]);
    }

    [Test]
    public void Generators_AdvanceOnTheDevice()
    {
        var device = CudaTestDevice.Open();
        SeedGenerator there = new(5, device), here = new(5, Device.Cpu);
        for (int i = 0; i < 3; i++)
            Close.Identical($"draw {i}", [Tensor.RandomUniform([9], seed: here)], [Tensor.RandomUniform([9], seed: there).To(Device.Cpu)]);
        Assert.That(there.State.Value.ToArray<long>(), Is.EqualTo(new long[] { 5, 3 }));
    }
}
