using System.Runtime.InteropServices;

namespace DeepSharp.Gpu;

/// <summary>Matrix products with what follows them in one launch, through cuBLASLt.</summary>
internal sealed unsafe class CudaBlasLt
{
    /// <summary>The status of a product the library has no way to compute.</summary>
    public const int NotSupported = 15;

    private readonly Dictionary<LtProductShape, LtProduct?> _products = [];
    private readonly LibraryHandle _handle;
    private readonly CudaContext _cuda;

    private CudaBlasLt(CudaContext cuda)
    {
        _cuda = cuda;
        nint handle;
        Check(CublasLtApi.cublasLtCreate(&handle), nameof(CublasLtApi.cublasLtCreate));
        _handle = new(handle, CublasLtApi.cublasLtDestroy);
    }

    /// <summary>The library, or null where it is not found.</summary>
    public static CudaBlasLt? TryOpen(CudaContext cuda) => IsThere ? new(cuda) : null;

    /// <summary>Whether the library is found.</summary>
    public static bool IsThere => NativeLibraries.Load(NativeLibraryName.BlasLt).Handle != 0;

    /// <summary>Computes a product; false, and nothing is done, where the library has no way to. It is asked once for each shape.</summary>
    public bool TryRun(in LtProductShape shape, in LtOperands operands)
    {
        var workspace = _cuda.Blas.Workspace;
        if (!_products.TryGetValue(shape, out var product)) _products[shape] = product = LtProduct.TryPlan(_handle, shape, workspace.Bytes);
        if (product is null) return false;
        if (product.Run(_handle, operands, workspace.Pointer, _cuda.Stream)) return true;
        _products[shape] = null;
        return false;
    }

    public static void Check(int status, string call)
    {
        if (status == 0) return;
        string text = Marshal.PtrToStringUTF8((nint)CublasLtApi.cublasLtGetStatusString(status)) ?? "unknown status";
        throw new CudaException($"{call} failed: {text} ({status}). Look at Cuda.Diagnose() for the library's version and the device.", status);
    }
}
