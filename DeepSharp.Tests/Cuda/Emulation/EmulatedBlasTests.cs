using System.Runtime.InteropServices;
using DeepSharp.Gpu;

namespace DeepSharp.Tests.Cuda;

/// <summary>The stand-in of cuBLAS computes what direct sums give, in column-major order, and refuses what cuBLAS refuses.</summary>
[Category("CudaEmulated")]
[NonParallelizable]
public sealed unsafe class EmulatedBlasTests
{
    private const int Float32 = 0, Float64 = 1, Float16 = 2, BFloat16 = 14, Compute32 = 68, Compute64 = 70, ComputeTf32 = 77, NoReductionIn16Bit = 16;

    private CudaContext _cuda = null!;
    private Device _device = null!;
    private nint _handle, _library;

    [SetUp]
    public void Open()
    {
        _device = CudaTestDevice.OpenEmulated();
        _cuda = ((CudaBackend)_device.Backend).Context;
        using var scope = _cuda.Enter();
        _library = NativeLibraries.Load(NativeLibraryName.Blas).Require();
        nint handle;
        Assert.That(CublasApi.cublasCreate_v2(&handle), Is.Zero);
        _handle = handle;
        Assert.That(CublasApi.cublasSetStream_v2(handle, _cuda.Stream.Value), Is.Zero);
    }

    [TearDown]
    public void Close()
    {
        if (_handle != 0) Assert.That(CublasApi.cublasDestroy_v2(_handle), Is.Zero);
    }

    private static double[] Random(int count, int seed)
    {
        var random = new Random(seed);
        // Sixteenths: exact in every type.
        return [.. Enumerable.Range(0, count).Select(_ => random.Next(-40, 40) / 16.0)];
    }

    private Tensor On(double[] values, DType type) => Tensor.From(values, [values.Length]).Cast(type).To(_device);

    /// <summary>α·op(A)·op(B) + β·C for column-major matrices.</summary>
    private static double[] Product(
        bool ta, bool tb, int m, int n, int k, double alpha, double[] a, int lda, double[] b, int ldb, double beta, double[] c, int ldc)
    {
        double[] y = [.. c];
        for (int j = 0; j < n; j++)
            for (int i = 0; i < m; i++)
                y[i + j * ldc] = beta * c[i + j * ldc]
                    + alpha * Enumerable.Range(0, k).Sum(l => a[ta ? l + i * lda : i + l * lda] * b[tb ? j + l * ldb : l + j * ldb]);
        return y;
    }

    [Test]
    public void GemmEx_InEveryTransposeAndType_IsTheSum(
        [Values] bool ta, [Values] bool tb, [Values(Float32, Float64, Float16, BFloat16)] int type, [Values("5 4 3", "17 9 300", "1 1 1")] string sizes)
    {
        int[] s = [.. sizes.Split(' ').Select(int.Parse)];
        int m = s[0], n = s[1], k = s[2], lda = (ta ? k : m) + 2, ldb = (tb ? n : k) + 1, ldc = m + 3;
        double[] a = Random(lda * (ta ? m : k), 1), b = Random(ldb * (tb ? k : n), 2), c = Random(ldc * n, 3);
        var dtype = type switch { Float32 => DType.Float32, Float64 => DType.Float64, Float16 => DType.Float16, _ => DType.BFloat16 };
        Tensor there = On(a, dtype), thereB = On(b, dtype), thereC = On(c, dtype);
        (double wideAlpha, double wideBeta, float alpha, float beta) = (0.5, 2, 0.5f, 2f);
        void* pa = type == Float64 ? &wideAlpha : &alpha, pb = type == Float64 ? &wideBeta : &beta;
        using (_cuda.Enter())
        {
            Assert.That(CublasApi.cublasSetMathMode(_handle, NoReductionIn16Bit), Is.Zero);
            Assert.That(CublasApi.cublasGemmEx(
                _handle, ta ? 1 : 0, tb ? 1 : 0, m, n, k, pa, there.Address(), type, lda, thereB.Address(), type, ldb, pb, thereC.Address(), type, ldc,
                type == Float64 ? Compute64 : Compute32, -1), Is.Zero);
        }
        double[] expected = Product(ta, tb, m, n, k, 0.5, a, lda, b, ldb, 2, c, ldc);
        Assert.That(thereC.To(Device.Cpu).ToDoubles(),
            Is.EqualTo(Tensor.From(expected, [expected.Length]).Cast(dtype).ToDoubles()).Within(type < 2 ? 1e-6 : 0).Percent);
    }

    [Test]
    public void StridedBatches_RepeatWhereTheStepIsZero()
    {
        double[] a = Random(6, 1), b = Random(3 * 12, 2);
        Tensor there = On(a, DType.Float32), thereB = On(b, DType.Float32), c = On(new double[3 * 8], DType.Float32);
        (float one, float zero) = (1, 0);
        using (_cuda.Enter())
            Assert.That(CublasApi.cublasGemmStridedBatchedEx(
                _handle, 0, 0, 2, 4, 3, &one, there.Address(), Float32, 2, 0, thereB.Address(), Float32, 3, 12, &zero, c.Address(), Float32, 2, 8, 3,
                    Compute32, -1), Is.Zero);
        Assert.That(c.To(Device.Cpu).ToDoubles(),
            Is.EqualTo(Enumerable.Range(0, 3).SelectMany(i => Product(false, false, 2, 4, 3, 1, a, 2, b[(12 * i)..(12 * i + 12)], 3, 0, new double[8], 2))));
    }

    [Test]
    public void Tf32_RoundsFactorsToTenBits()
    {
        float x = 1 + 1f / 1024 + 1f / 4096;
        Tensor a = Tensor.From([x], _device), c = Tensor.From([float.NaN], _device);
        float Square(int compute)
        {
            (float one, float zero) = (1, 0);
            using (_cuda.Enter())
                Assert.That(CublasApi.cublasGemmEx(_handle, 0, 0, 1, 1, 1, &one, a.Address(), Float32, 1, a.Address(), Float32, 1, &zero, c.Address(), Float32,
                    1, compute, -1), Is.Zero);
            return c.ToArray<float>()[0];
        }
        Assert.That(Square(Compute32), Is.EqualTo(x * x), "C is not read where beta is 0");
        Assert.That(Square(ComputeTf32), Is.EqualTo((1 + 1f / 1024) * (1 + 1f / 1024)));
    }

    [Test]
    public void VectorsAndSums_AreTheSums()
    {
        double[] a = Random(15, 1), x = Random(5, 2), b = Random(15, 4);
        (float alpha, float beta) = (2, -1);
        Tensor matrix = On(a, DType.Float32), vector = On(x, DType.Float32), y = On(Random(3, 3), DType.Float32), other = On(b, DType.Float32);
        var sum = On(new double[15], DType.Float32);
        double[] before = y.To(Device.Cpu).ToDoubles();
        var gemv = (delegate* unmanaged<nint, int, int, int, float*, DevicePointer, int, DevicePointer, int, float*, DevicePointer, int, int>)
            NativeLibrary.GetExport(_library, "cublasSgemv_v2");
        var geam = (delegate* unmanaged<nint, int, int, int, int, float*, DevicePointer, int, float*, DevicePointer, int, DevicePointer, int, int>)
            NativeLibrary.GetExport(_library, "cublasSgeam");
        using (_cuda.Enter())
        {
            Assert.That(gemv(_handle, 0, 3, 5, &alpha, matrix.Address(), 3, vector.Address(), 1, &beta, y.Address(), 1), Is.Zero);
            Assert.That(geam(_handle, 1, 0, 5, 3, &alpha, matrix.Address(), 3, &beta, other.Address(), 5, sum.Address(), 5), Is.Zero);
        }
        Assert.That(y.To(Device.Cpu).ToDoubles(),
            Is.EqualTo(Enumerable.Range(0, 3).Select(i => 2 * Enumerable.Range(0, 5).Sum(l => a[i + 3 * l] * x[l]) - before[i])));
        Assert.That(sum.To(Device.Cpu).ToDoubles(), Is.EqualTo(Enumerable.Range(0, 15).Select(i => 2 * a[i / 5 + 3 * (i % 5)] - b[i])));
    }

    [Test]
    public void WrongCalls_AreRefusedWithReason()
    {
        var x = On(new double[12], DType.Float32);
        string Refusal(int lda, int type, int k)
        {
            float one = 1;
            int status;
            using (_cuda.Enter())
                status = CublasApi.cublasGemmEx(_handle, 0, 0, 3, 2, k, &one, x.Address(), type, lda, x.Address(), Float32, k, &one, x.Address(), Float32, 3,
                    Compute32, -1);
            string text = Marshal.PtrToStringUTF8((nint)CublasApi.cublasGetStatusString(status))!;
            EmulatedDriver.Recover();
            return text;
        }
        Assert.That(Refusal(2, Float32, 2), Is.EqualTo("CUBLAS_STATUS_INVALID_VALUE: the leading dimension of A is 2, its rows are 3"));
        Assert.That(Refusal(3, 3, 2), Does.StartWith("CUBLAS_STATUS_NOT_SUPPORTED: data types 3, 0, 0"));
        Assert.That(Refusal(3, Float32, 5), Does.StartWith("CUBLAS_STATUS_EXECUTION_FAILED: cuBLAS, matrix A: 60 bytes at offset 0 of allocation #")
            .And.Contain("(48 bytes, live)"));
        Assert.That(CublasApi.cublasDestroy_v2(_handle), Is.Zero);
        Assert.That(CublasApi.cublasSetStream_v2(_handle, 0), Is.EqualTo(1), "a destroyed handle is none");
        _handle = 0;
    }
}
