namespace DeepSharp.Gpu;

/// <summary>
/// How a recurrent cell runs over time, see <c>kernels/common/sequence.cuh</c>: in one launch where its kernel is small, else step by step behind
/// matrix products.
/// </summary>
/// <param name="Time">Steps.</param>
/// <param name="Batch">Rows at each step.</param>
/// <param name="Units">Length of a state.</param>
/// <param name="Gates">Sums of a unit.</param>
/// <param name="Reverse">Whether time runs from the last position to the first.</param>
internal readonly record struct SequenceLaunch(int Time, int Batch, int Units, int Gates, bool Reverse)
{
    private const int Rows = 4, MostUnits = 128, MostStates = 32 * 1024, MostSharedBytes = 48 * 1024;

    private int Width => (Units + 31) / 32 * 32;

    /// <summary>One launch for all steps, forward.</summary>
    public LaunchGrid Forward(DType type) => Grid(type, Rows * Units + Rows * Rows * Gates * Width);

    /// <summary>One launch for all steps, backward.</summary>
    public LaunchGrid Backward(DType type) => Grid(type, Rows * Gates * Units + Rows * Rows * Width);

    /// <summary>Whether all steps run in one launch.</summary>
    public bool IsSmall(DType type) => Units <= MostUnits && (long)Batch * Units <= MostStates && Forward(type).SharedBytes <= MostSharedBytes;

    /// <summary>The first row of a step among all rows [time, batch].</summary>
    public long RowsAt(int step) => (long)(Reverse ? Time - 1 - step : step) * Batch;

    /// <summary>The states before a step, [batch, units].</summary>
    public DevicePointer StatesBefore(int step, Tensor first, Tensor sequence) => step == 0 ? first.Address() : sequence.Address(RowsAt(step - 1) * Units);

    /// <summary>The kernel [units, gates · units] turned on its side.</summary>
    public DevicePointer Transposed(CudaContext cuda, Tensor kernel)
    {
        int columns = Gates * Units;
        var turned = cuda.Scratch(kernel.Count * kernel.DType.Size);
        var grid = new LaunchGrid(((columns + 31) / 32, (Units + 31) / 32, 1), (32, 8, 1));
        cuda.Launch(cuda.Function("transpose", "transpose", kernel.DType), grid, kernel.Address(), turned, Units, columns);
        return turned;
    }

    private LaunchGrid Grid(DType type, int elements) => new(((Batch + Rows - 1) / Rows, 1, 1), (Width, Rows, 1), elements * type.Size);
}
