namespace DeepSharp.Gpu;

/// <summary>What a product's way of computing depends on: y[m, n] = epilogue(op(A) · op(B) + β · c), matrices in row-major order.</summary>
/// <param name="Type">Element type; sums of 16-bit floats are kept in float32.</param>
/// <param name="M">Rows of y.</param>
/// <param name="N">Columns of y.</param>
/// <param name="K">The summed length.</param>
/// <param name="StepA">Elements from one row of A to the next as it lies in memory.</param>
/// <param name="TransposedA">Whether A is taken transposed.</param>
/// <param name="StepB">Elements from one row of B to the next as it lies in memory.</param>
/// <param name="TransposedB">Whether B is taken transposed.</param>
/// <param name="Epilogue">What is done to the sums before they are stored.</param>
/// <param name="Alignment">Bytes that every address is a multiple of.</param>
/// <param name="AllowTf32">Whether float32 factors may be rounded to TensorFloat-32.</param>
internal readonly record struct LtProductShape(
    DType Type, int M, int N, int K, int StepA, bool TransposedA, int StepB, bool TransposedB, LtEpilogue Epilogue, int Alignment, bool AllowTf32)
{
    /// <summary>The largest alignment the library asks about.</summary>
    private const ulong MostAlignment = 256;

    /// <summary>The bytes that all addresses are a multiple of.</summary>
    public static int AlignmentOf(params ReadOnlySpan<DevicePointer> addresses)
    {
        ulong bits = MostAlignment;
        foreach (var address in addresses) bits |= address.Address;
        return (int)(bits & (0 - bits));
    }
}

/// <summary>cuBLASLt's numbers of what it does to sums before they are stored.</summary>
[Flags]
internal enum LtEpilogue
{
    /// <summary>Nothing.</summary>
    None = 1,

    /// <summary>max(x, 0), behind the bias.</summary>
    Relu = 2,

    /// <summary>A vector along y's rows is added.</summary>
    Bias = 4,

    /// <summary>gelu by tanh, behind the bias.</summary>
    Gelu = 32,
}
