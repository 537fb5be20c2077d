using System.Runtime.InteropServices;

namespace DeepSharp.Gpu;

/// <summary>The functions of cuBLAS that are used, by their exported names and native signatures (11, 12 and 13).</summary>
internal static unsafe partial class CublasApi
{
    private const string Library = "cublas";

    [LibraryImport(Library)] public static partial int cublasCreate_v2(nint* handle);
    [LibraryImport(Library)] public static partial int cublasDestroy_v2(nint handle);
    [LibraryImport(Library)] public static partial int cublasSetStream_v2(nint handle, nint stream);
    [LibraryImport(Library)] public static partial int cublasSetMathMode(nint handle, int mode);
    [LibraryImport(Library)] public static partial int cublasSetWorkspace_v2(nint handle, DevicePointer workspace, nuint bytes);
    [LibraryImport(Library)] public static partial int cublasGetVersion_v2(nint handle, int* version);
    [LibraryImport(Library)] public static partial byte* cublasGetStatusString(int status);

    [LibraryImport(Library)]
    public static partial int cublasGemmStridedBatchedEx(
        nint handle, int transposeA, int transposeB, int m, int n, int k, void* alpha, DevicePointer a, int typeA, int lda, long strideA,
        DevicePointer b, int typeB, int ldb, long strideB, void* beta, DevicePointer c, int typeC, int ldc, long strideC, int batch, int compute, int algorithm);

    [LibraryImport(Library)]
    public static partial int cublasGemmEx(
        nint handle, int transposeA, int transposeB, int m, int n, int k, void* alpha, DevicePointer a, int typeA, int lda,
        DevicePointer b, int typeB, int ldb, void* beta, DevicePointer c, int typeC, int ldc, int compute, int algorithm);
}
