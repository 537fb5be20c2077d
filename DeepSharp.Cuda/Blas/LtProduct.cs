namespace DeepSharp.Gpu;

/// <summary>A product of one shape through cuBLASLt: its descriptors, and the way it is computed, which the library is asked for once.</summary>
internal sealed unsafe class LtProduct
{
    private const int Float32 = 0;
    private const int TransposeA = 3, TransposeB = 4, Epilogue = 7, BiasPointer = 8;
    private const int MostWorkspace = 1, ReductionSchemes = 3, FirstAlignment = 5, LastAlignment = 8;

    /// <summary>Sums that blocks share are kept in the type they are computed in, outside the result.</summary>
    private const int ReduceInComputeType = 2;

    private readonly LibraryHandle _operation, _a, _b, _y;
    private LtAlgorithm _algorithm;

    private LtProduct(in LtProductShape shape)
    {
        nint operation;
        CudaBlasLt.Check(
            CublasLtApi.cublasLtMatmulDescCreate(&operation, CudaBlas.ComputeType(shape.Type, shape.AllowTf32), Float32),
            nameof(CublasLtApi.cublasLtMatmulDescCreate));
        _operation = new(operation, CublasLtApi.cublasLtMatmulDescDestroy);
        // The library reads columns where we have rows: it is given the transposes, Yᵀ = Bᵀ · Aᵀ, so its A is our B.
        Set(TransposeA, shape.TransposedB ? 1 : 0);
        Set(TransposeB, shape.TransposedA ? 1 : 0);
        Set(Epilogue, (int)shape.Epilogue);
        _a = Layout(shape.Type, shape.TransposedB ? (shape.N, shape.K) : (shape.K, shape.N), shape.StepB);
        _b = Layout(shape.Type, shape.TransposedA ? (shape.K, shape.M) : (shape.M, shape.K), shape.StepA);
        _y = Layout(shape.Type, (shape.M, shape.N), shape.N);
    }

    /// <summary>Plans a product; null where the library has no way to compute it.</summary>
    /// <param name="library">The library's handle.</param>
    /// <param name="shape">The product.</param>
    /// <param name="workspace">Bytes of workspace it may use.</param>
    public static LtProduct? TryPlan(LibraryHandle library, in LtProductShape shape, long workspace)
    {
        var product = new LtProduct(shape);
        nint preference;
        CudaBlasLt.Check(CublasLtApi.cublasLtMatmulPreferenceCreate(&preference), nameof(CublasLtApi.cublasLtMatmulPreferenceCreate));
        using var held = new LibraryHandle(preference, CublasLtApi.cublasLtMatmulPreferenceDestroy);
        Prefer(preference, MostWorkspace, &workspace, sizeof(long));
        int value = ReduceInComputeType;
        Prefer(preference, ReductionSchemes, &value, sizeof(int));
        value = shape.Alignment;
        for (int attribute = FirstAlignment; attribute <= LastAlignment; attribute++) Prefer(preference, attribute, &value, sizeof(int));
        // Of the bias the library looks at the address; its alignment is all that counts here.
        if (shape.Epilogue.HasFlag(LtEpilogue.Bias)) product.SetBias(new((ulong)shape.Alignment));
        int given = 0;
        fixed (LtAlgorithm* algorithm = &product._algorithm)
        {
            int status = CublasLtApi.cublasLtMatmulAlgoGetHeuristic(
                library.Value, product._operation.Value, product._a.Value, product._b.Value, product._y.Value, product._y.Value, preference, 1, algorithm, &given);
            if (status == CudaBlasLt.NotSupported) return null;
            CudaBlasLt.Check(status, nameof(CublasLtApi.cublasLtMatmulAlgoGetHeuristic));
        }
        return given > 0 && product._algorithm.Status == 0 ? product : null;
    }

    /// <summary>Puts the product into a stream; false, and nothing is done, where the library refuses its own way after all.</summary>
    /// <param name="library">The library's handle.</param>
    /// <param name="operands">Where everything lies.</param>
    /// <param name="workspace">Memory of the size that was promised.</param>
    /// <param name="stream">The stream.</param>
    public bool Run(LibraryHandle library, in LtOperands operands, DevicePointer workspace, CudaStream stream)
    {
        if (!operands.Bias.IsNull) SetBias(operands.Bias);
        float one = 1, kept = operands.Beta;
        var c = operands.C.IsNull ? operands.Y : operands.C;
        int status;
        fixed (LtAlgorithm* algorithm = &_algorithm)
            status = CublasLtApi.cublasLtMatmul(
                library.Value, _operation.Value, &one, operands.B, _a.Value, operands.A, _b.Value, &kept, c, _y.Value, operands.Y, _y.Value,
                algorithm, workspace, algorithm->Workspace, stream.Value);
        if (status == CudaBlasLt.NotSupported) return false;
        CudaBlasLt.Check(status, nameof(CublasLtApi.cublasLtMatmul));
        return true;
    }

    private void SetBias(DevicePointer bias) => CudaBlasLt.Check(
        CublasLtApi.cublasLtMatmulDescSetAttribute(_operation.Value, BiasPointer, &bias, sizeof(ulong)), nameof(CublasLtApi.cublasLtMatmulDescSetAttribute));

    private void Set(int attribute, int value) => CudaBlasLt.Check(
        CublasLtApi.cublasLtMatmulDescSetAttribute(_operation.Value, attribute, &value, sizeof(int)), nameof(CublasLtApi.cublasLtMatmulDescSetAttribute));

    private static void Prefer(nint preference, int attribute, void* value, int bytes) => CudaBlasLt.Check(
        CublasLtApi.cublasLtMatmulPreferenceSetAttribute(preference, attribute, value, (nuint)bytes), nameof(CublasLtApi.cublasLtMatmulPreferenceSetAttribute));

    /// <summary>A matrix as it lies in memory: rows that are a step apart, which the library takes for columns.</summary>
    private static LibraryHandle Layout(DType type, (int Rows, int Columns) size, int step)
    {
        nint layout;
        CudaBlasLt.Check(
            CublasLtApi.cublasLtMatrixLayoutCreate(&layout, CudaBlas.DataType(type), (ulong)size.Columns, (ulong)size.Rows, step),
            nameof(CublasLtApi.cublasLtMatrixLayoutCreate));
        return new(layout, CublasLtApi.cublasLtMatrixLayoutDestroy);
    }
}

/// <summary>Where the operands of a product lie.</summary>
/// <param name="A">The left factor.</param>
/// <param name="B">The right factor.</param>
/// <param name="Bias">A vector along y's rows; null where none is added.</param>
/// <param name="C">What is added β times, as large as y; null where nothing is.</param>
/// <param name="Beta">The factor of <paramref name="C"/>.</param>
/// <param name="Y">The result, which may be <paramref name="C"/>.</param>
internal readonly record struct LtOperands(DevicePointer A, DevicePointer B, DevicePointer Bias, DevicePointer C, float Beta, DevicePointer Y);
