using System.Numerics;

namespace DeepSharp.Gpu;

/// <summary>Edit distances, a block a sample, diagonal by diagonal.</summary>
internal sealed class EditDistanceKernel : CudaKernel<EditDistanceOp>
{
    private const int Warp = 32, MaxThreads = 256, Diagonals = 3, MaxShared = 48 * 1024;

    protected override void Run(CudaContext cuda, EditDistanceOp op, ReadOnlySpan<Tensor> inputs, ReadOnlySpan<Tensor> outputs)
    {
        var (a, b, y) = (inputs[0], inputs[1], outputs[0]);
        int batch = a.Shape[0], n = a.Shape[1], m = b.Shape[1], blocks = Math.Min(batch, cuda.Multiprocessors * 8);
        long bytes = (long)Diagonals * (n + 1) * sizeof(int);
        bool shared = bytes <= MaxShared;
        int threads = (int)Math.Clamp(BitOperations.RoundUpToPowerOf2((uint)n + 1), Warp, MaxThreads);
        cuda.Launch(
            cuda.Function("edit_distance", "edit_distance", DType.Int32), new LaunchGrid(blocks, threads, shared ? (int)bytes : 0),
            a.Address(), IsWide(a), b.Address(), IsWide(b), inputs[2].Address(), IsWide(inputs[2]), inputs[3].Address(), IsWide(inputs[3]), y.Address(),
            shared ? default : cuda.Scratch(bytes * blocks), batch, n, m, Faults(cuda, op, n), Faults(cuda, op, m));
    }

    private static bool IsWide(Tensor x) => x.DType == DType.Int64;

    private static DevicePointer Faults(CudaContext cuda, EditDistanceOp op, int longest) => cuda.FaultSlot(op, longest, static (op, longest, length, sample) =>
        new InvalidValueException($"[{op.Name}] the length {length} of sample {sample} is not inside its sequence, 0 to {longest}."));
}
