namespace DeepSharp.Tests.Cuda;

/// <summary>How exact matrix products are where tensor cores may round their factors.</summary>
[Category("CudaEmulated")]
[NonParallelizable]
public sealed class CudaProductTests
{
    /// <summary>A factor with 10 bits of fraction is wrong by 2⁻¹¹ of itself at most; a product of two by twice that, and a little more for the sum.</summary>
    private const double Tf32Bound = 1.1 / (1 << 10);

    [Test]
    public void MatMul_Tf32_StaysWithinTheBoundOfItsFactors()
    {
        var device = CudaTestDevice.Open();
        Tensor a = Samples.Uniform([33, 70], 0.5, 1.5, seed: 1).Cast(DType.Float32), b = Samples.Uniform([70, 20], 0.5, 1.5, seed: 2).Cast(DType.Float32);
        float[] expected = a.MatMul(b).ToFloats(), exact = a.To(device).MatMul(b.To(device)).ToFloats(), rounded;
        DeepSharp.Cuda.AllowTf32 = true;
        try { rounded = a.To(device).MatMul(b.To(device)).ToFloats(); }
        finally { DeepSharp.Cuda.AllowTf32 = false; }
        for (int i = 0; i < expected.Length; i++)
        {
            Assert.That(exact[i], Is.EqualTo(expected[i]).Within(1e-5 * expected[i]), $"element {i}, all bits kept");
            Assert.That(rounded[i], Is.EqualTo(expected[i]).Within(Tf32Bound * expected[i]), $"element {i}, factors rounded");
        }
        if (EmulatedDriver.IsLoaded) Assert.That(rounded, Is.Not.EqualTo(exact), "the switch does something");
    }

    [TestCase(DType.BFloat16, 1.0 / 128)]
    [TestCase(DType.Float16, 1.0 / 1024)]
    public void MatMul_SixteenBits_SumsInFloat32(DType dtype, double bound)
    {
        var device = CudaTestDevice.Open();
        // A sum of 4096 ones would stop at 256 in bfloat16 and at 2048 in float16.
        Tensor a = Tensor.Ones([2, 4096], dtype, device).Contiguous(), b = Tensor.Ones([4096, 3], dtype, device).Contiguous();
        Assert.That(a.MatMul(b).ToFloats(), Is.All.EqualTo(4096f).Within(bound * 4096));
    }

    [TestCase(DType.BFloat16, 257)]
    [TestCase(DType.Float16, 2049)]
    public void MatMul_SixteenBits_KeepsPartsOfSumsInFloat32(DType dtype, int half)
    {
        // The first half's sum has one bit more than the type; the second takes all of it away but one.
        var device = CudaTestDevice.Open();
        var a = Tensor.From([.. Enumerable.Range(0, 2 * half).Select(i => i < half ? 1f : i < 2 * half - 1 ? -1f : 0f)], [1, 2 * half]).Cast(dtype);
        Assert.That(a.To(device).MatMul(Tensor.Ones([2 * half, 3], dtype, device).Contiguous()).ToFloats(), Is.All.EqualTo(1f));
    }

    [Test]
    public void MatMul_MoreMatricesThanAGridHasLayers_MultipliesAll()
    {
        const int Count = 140_000;
        var device = CudaTestDevice.Open();
        Tensor a = Samples.Integers([Count, 1, 2], -9, 10, DType.Float32), b = Samples.Integers([Count, 2, 1], -9, 10, DType.Float32, seed: 2);
        Close.Identical("products", [a.MatMul(b)], [a.To(device).MatMul(b.To(device)).To(Device.Cpu)]);
    }
}
