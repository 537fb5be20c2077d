namespace DeepSharp.Gpu;

/// <summary>Where the tensors of many variables lie, in device memory; written when first used, and again only when something has moved.</summary>
/// <remarks>
/// Kernels write it, whose arguments carry the addresses: the stream's order makes that safe beside launches that still read, and should tensors move within a
/// step that is captured, as in a loop over time, the writing is captured with it.
/// </remarks>
/// <param name="cuda">The device.</param>
/// <param name="variables">How many variables.</param>
/// <param name="elements">Elements of a variable that a block takes.</param>
internal sealed class UpdateTable(CudaContext cuda, int variables, int elements)
{
    /// <summary>Bytes of a variable's part: nine addresses, its length and its first block.</summary>
    private const int PartBytes = 11 * sizeof(long);

    private readonly CudaBlock _block = cuda.Memory.Allocate((long)variables * PartBytes);
    private readonly UpdateTensors[] _written = new UpdateTensors[variables];
    private bool _stands;

    public DevicePointer Pointer => _block.Pointer;

    /// <summary>Brings the table up to date, and gives the number of blocks that take all variables.</summary>
    /// <param name="inputs">Variable, gradient and slots of each.</param>
    /// <param name="outputs">New variable and slots of each.</param>
    public int Write(ReadOnlySpan<Tensor> inputs, ReadOnlySpan<Tensor> outputs)
    {
        var type = outputs[0].DType;
        int width = inputs.Length / variables;
        long first = 0;
        for (int i = 0; i < variables; i++)
        {
            long count = inputs[i * width].Count;
            var t = UpdateTensors.Of(inputs.Slice(i * width, width), outputs.Slice(i * (width - 1), width - 1));
            if (!_stands || t != _written[i])
            {
                cuda.Launch(
                    cuda.Function("fused_update", "fused_update_part", type), new LaunchGrid(1, 1), Pointer, i,
                    t.W, t.G, t.S0, t.S1, t.S2, t.NewW, t.New0, t.New1, t.New2, count, first);
                // What is captured has not been written yet, and nobody counts on it.
                _written[i] = t;
                _stands &= !cuda.Memory.IsCapturing;
            }
            first += (count + elements - 1) / elements;
        }
        _stands |= !cuda.Memory.IsCapturing;
        return checked((int)first);
    }
}
