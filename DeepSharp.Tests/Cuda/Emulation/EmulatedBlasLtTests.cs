using System.Runtime.InteropServices;
using DeepSharp.Gpu;

namespace DeepSharp.Tests.Cuda;

/// <summary>The stand-in of cuBLASLt refuses what it was not asked for: ways chosen for something else, addresses that lie otherwise than promised.</summary>
[Category("CudaEmulated")]
[NonParallelizable]
public sealed unsafe class EmulatedBlasLtTests
{
    private const int Alignment = 64;

    private CudaContext _cuda = null!;
    private LibraryHandle _handle = null!;

    [SetUp]
    public void Open()
    {
        _cuda = ((CudaBackend)CudaTestDevice.OpenEmulated().Backend).Context;
        nint handle;
        Assert.That(CublasLtApi.cublasLtCreate(&handle), Is.Zero);
        _handle = new(handle, CublasLtApi.cublasLtDestroy);
    }

    [TearDown]
    public void Close() => _handle?.Dispose();

    private static LtProductShape Shape(int alignment = Alignment) =>
        new(DType.Float32, 3, 4, 5, 5, false, 4, false, LtEpilogue.Bias | LtEpilogue.Relu, alignment, false);

    private CudaBlock Memory() => _cuda.Memory.Allocate(1024);

    [Test]
    public void Product_OfWhatWasPromised_Runs()
    {
        using var scope = _cuda.Enter();
        var product = LtProduct.TryPlan(_handle, Shape(), 1 << 20)!;
        var memory = Memory();
        _cuda.Clear(memory.Pointer, 1024);
        Assert.DoesNotThrow(() => product.Run(_handle, Operands(memory.Pointer), _cuda.Blas.Workspace.Pointer, _cuda.Stream));
        Assert.DoesNotThrow(_cuda.Synchronize);
    }

    [Test]
    public void Address_LessAlignedThanPromised_IsRefused()
    {
        using var scope = _cuda.Enter();
        var product = LtProduct.TryPlan(_handle, Shape(), 1 << 20)!;
        var memory = Memory();
        Assert.That(
            () => product.Run(_handle, Operands(memory.Pointer) with { A = memory.Pointer + 4 }, _cuda.Blas.Workspace.Pointer, _cuda.Stream),
            Throws.TypeOf<CudaException>().With.Message.StartsWith(
                "cublasLtMatmul failed: CUBLAS_STATUS_INVALID_VALUE: an address is not aligned as was promised"));
        GC.KeepAlive(memory);
    }

    [Test]
    public void NothingAllowed_HasNoWay()
    {
        Assert.That(LtProduct.TryPlan(_handle, Shape(), workspace: 0), Is.Null, "no workspace");
        Assert.That(LtProduct.TryPlan(_handle, Shape(alignment: 2), 1 << 20), Is.Null, "odd addresses");
    }

    [Test]
    public void WrongCalls_AreRefusedWithReason()
    {
        nint operation;
        Assert.That(CublasLtApi.cublasLtMatmulDescCreate(&operation, 64, 2), Is.EqualTo(15), "sums in float16");
        Assert.That(CublasLtApi.cublasLtMatmulDescCreate(&operation, 68, 0), Is.Zero);
        long wide = 1;
        Assert.That(CublasLtApi.cublasLtMatmulDescSetAttribute(operation, 3, &wide, sizeof(long)), Is.EqualTo(7));
        Assert.That(
            Marshal.PtrToStringUTF8((nint)CublasLtApi.cublasLtGetStatusString(7)), Is.EqualTo("CUBLAS_STATUS_INVALID_VALUE: the attribute has 4 bytes, not 8"));
        Assert.That(CublasLtApi.cublasLtMatmulDescDestroy(operation), Is.Zero);
        Assert.That(CublasLtApi.cublasLtMatmulDescDestroy(operation), Is.EqualTo(7), "it is gone");
    }

    /// <summary>Everything at multiples of the alignment.</summary>
    private static LtOperands Operands(DevicePointer memory) =>
        new(memory, memory + Alignment, memory + 3 * Alignment, default, 0, memory + 4 * Alignment);
}
