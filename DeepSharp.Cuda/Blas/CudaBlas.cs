using System.Runtime.InteropServices;

namespace DeepSharp.Gpu;

/// <summary>Matrix products through cuBLAS, for matrices in row-major order.</summary>
internal sealed unsafe class CudaBlas
{
    private const int WorkspaceBytes = 32 * 1024 * 1024, DefaultAlgorithm = -1;
    private const int Float32Compute = 68, Float64Compute = 70, Tf32Compute = 77;

    /// <summary>Parts of a sum that blocks share are kept in float32 too, also where the result has 16 bits.</summary>
    private const int NoReductionIn16Bit = 16;

    /// <summary>Matrices of a call: some versions of the library make wrong results of more than a grid's 65535 on capability 7 (PyTorch, 46001).</summary>
    private const int MostMatrices = 63 * 1024;

    private readonly LibraryHandle _handle;

    public CudaBlas(CudaContext cuda)
    {
        NativeLibraries.Load(NativeLibraryName.Blas).Require();
        nint handle;
        Check(CublasApi.cublasCreate_v2(&handle), $"{nameof(CublasApi.cublasCreate_v2)} of {NativeLibraries.Load(NativeLibraryName.Blas).Path}");
        _handle = new(handle, CublasApi.cublasDestroy_v2);
        Check(CublasApi.cublasSetStream_v2(handle, cuda.Stream.Value), nameof(CublasApi.cublasSetStream_v2));
        Check(CublasApi.cublasSetMathMode(handle, NoReductionIn16Bit), nameof(CublasApi.cublasSetMathMode));
        // A workspace of our own: captured graphs must not depend on memory the library may move.
        Workspace = cuda.Memory.Allocate(WorkspaceBytes);
        Check(CublasApi.cublasSetWorkspace_v2(handle, Workspace.Pointer, WorkspaceBytes), nameof(CublasApi.cublasSetWorkspace_v2));
    }

    /// <summary>The memory products work in; the stream runs them in order, so all share it.</summary>
    public CudaBlock Workspace { get; }

    /// <summary>The library's version, for example 120803.</summary>
    public int Version
    {
        get
        {
            int version;
            Check(CublasApi.cublasGetVersion_v2(_handle.Value, &version), nameof(CublasApi.cublasGetVersion_v2));
            return version;
        }
    }

    /// <summary>C[m, n] = α · op(A) · op(B) + β · C for each of a batch; 16-bit factors are summed in float32.</summary>
    /// <param name="type">Element type of all three.</param>
    /// <param name="m">Rows of C.</param>
    /// <param name="n">Columns of C.</param>
    /// <param name="k">The summed length.</param>
    /// <param name="a">A, [m, k], or [k, m] where transposed.</param>
    /// <param name="b">B, [k, n], or [n, k] where transposed.</param>
    /// <param name="c">C.</param>
    /// <param name="alpha">Factor of the product.</param>
    /// <param name="beta">Factor of what C held; at 0 it is not read.</param>
    /// <param name="batch">How many.</param>
    public void Gemm(DType type, int m, int n, int k, BlasMatrix a, BlasMatrix b, BlasMatrix c, double alpha = 1, double beta = 0, int batch = 1)
    {
        if (m == 0 || n == 0 || batch == 0) return;
        for (; batch > MostMatrices; batch -= MostMatrices)
        {
            Gemm(type, m, n, k, a, b, c, alpha, beta, MostMatrices);
            (a, b, c) = (a.Next(MostMatrices, type), b.Next(MostMatrices, type), c.Next(MostMatrices, type));
        }
        bool wide = type == DType.Float64;
        AnyFloat factor = AnyFloat.Of(alpha, wide), kept = AnyFloat.Of(beta, wide);
        void* pa = &factor, pb = &kept;
        int data = DataType(type), compute = ComputeType(type, Cuda.AllowTf32);
        // cuBLAS reads columns where we have rows: it is given the transposes, Cᵀ = Bᵀ · Aᵀ.
        int status = batch == 1
            ? CublasApi.cublasGemmEx(
                _handle.Value, b.Operation, a.Operation, n, m, k, pa, b.Pointer, data, b.RowStep, a.Pointer, data, a.RowStep, pb, c.Pointer, data, c.RowStep, compute, DefaultAlgorithm)
            : CublasApi.cublasGemmStridedBatchedEx(
                _handle.Value, b.Operation, a.Operation, n, m, k, pa, b.Pointer, data, b.RowStep, b.BatchStep, a.Pointer, data, a.RowStep, a.BatchStep,
                pb, c.Pointer, data, c.RowStep, c.BatchStep, batch, compute, DefaultAlgorithm);
        if (status != 0) Check(status, $"cublasGemm(m {m}, n {n}, k {k}, batch {batch}, {type.KerasName})");
    }

    /// <summary>The libraries' number of the arithmetic for an element type: sums in that type, of 16-bit floats in float32.</summary>
    public static int ComputeType(DType type, bool allowTf32) => type switch
    {
        DType.Float64 => Float64Compute,
        DType.Float32 when allowTf32 => Tf32Compute,
        _ => Float32Compute,
    };

    /// <summary>The libraries' number of an element type.</summary>
    public static int DataType(DType type) => type switch
    {
        DType.Float32 => 0,
        DType.Float64 => 1,
        DType.Float16 => 2,
        DType.BFloat16 => 14,
        _ => throw new DTypeMismatchException($"cuBLAS multiplies floating types only, not {type.KerasName}."),
    };

    private static void Check(int status, string call)
    {
        if (status == 0) return;
        string text = Marshal.PtrToStringUTF8((nint)CublasApi.cublasGetStatusString(status)) ?? "unknown status";
        throw new CudaException($"{call} failed: {text} ({status}). Look at Cuda.Diagnose() for the library's version and the device.", status);
    }
}
