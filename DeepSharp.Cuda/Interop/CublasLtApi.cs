using System.Runtime.InteropServices;

namespace DeepSharp.Gpu;

/// <summary>The functions of cuBLASLt that are used, by their exported names and native signatures (11, 12 and 13).</summary>
internal static unsafe partial class CublasLtApi
{
    private const string Library = "cublasLt";

    [LibraryImport(Library)] public static partial int cublasLtCreate(nint* handle);
    [LibraryImport(Library)] public static partial int cublasLtDestroy(nint handle);
    [LibraryImport(Library)] public static partial nuint cublasLtGetVersion();
    [LibraryImport(Library)] public static partial byte* cublasLtGetStatusString(int status);

    [LibraryImport(Library)] public static partial int cublasLtMatmulDescCreate(nint* operation, int compute, int scaleType);
    [LibraryImport(Library)] public static partial int cublasLtMatmulDescDestroy(nint operation);
    [LibraryImport(Library)] public static partial int cublasLtMatmulDescSetAttribute(nint operation, int attribute, void* value, nuint bytes);

    [LibraryImport(Library)] public static partial int cublasLtMatrixLayoutCreate(nint* layout, int type, ulong rows, ulong columns, long leading);
    [LibraryImport(Library)] public static partial int cublasLtMatrixLayoutDestroy(nint layout);

    [LibraryImport(Library)] public static partial int cublasLtMatmulPreferenceCreate(nint* preference);
    [LibraryImport(Library)] public static partial int cublasLtMatmulPreferenceDestroy(nint preference);
    [LibraryImport(Library)] public static partial int cublasLtMatmulPreferenceSetAttribute(nint preference, int attribute, void* value, nuint bytes);

    [LibraryImport(Library)]
    public static partial int cublasLtMatmulAlgoGetHeuristic(
        nint handle, nint operation, nint a, nint b, nint c, nint d, nint preference, int asked, LtAlgorithm* results, int* given);

    [LibraryImport(Library)]
    public static partial int cublasLtMatmul(
        nint handle, nint operation, void* alpha, DevicePointer a, nint aLayout, DevicePointer b, nint bLayout, void* beta,
        DevicePointer c, nint cLayout, DevicePointer d, nint dLayout, LtAlgorithm* algorithm, DevicePointer workspace, nuint workspaceBytes, nint stream);
}

/// <summary>One way to compute a product, as cuBLASLt rates it. The library's own data comes first, so its address is the algorithm's.</summary>
[StructLayout(LayoutKind.Explicit, Size = 96)]
internal struct LtAlgorithm
{
    /// <summary>Bytes of workspace.</summary>
    [FieldOffset(64)] public nuint Workspace;

    /// <summary>0 where it can be used.</summary>
    [FieldOffset(72)] public int Status;
}
