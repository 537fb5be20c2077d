using System.Numerics;
using System.Runtime.InteropServices;
using DeepSharp.Cpu;

namespace DeepSharp.Gpu;

/// <summary>The weights of a map along an axis on the device: the first input of each output, where its weights begin, and the weights.</summary>
internal sealed unsafe class TapMemory
{
    private readonly CudaBlock _firsts, _starts, _weights;

    private TapMemory(CudaContext cuda, int[] firsts, int[] starts, ReadOnlySpan<byte> weights)
    {
        (_firsts, _starts) = (cuda.Memory.Allocate(firsts.Length * sizeof(int)), cuda.Memory.Allocate(starts.Length * sizeof(int)));
        _weights = cuda.Memory.Allocate(weights.Length);
        cuda.Write(_firsts.Pointer, MemoryMarshal.AsBytes<int>(firsts));
        cuda.Write(_starts.Pointer, MemoryMarshal.AsBytes<int>(starts));
        cuda.Write(_weights.Pointer, weights);
    }

    public DevicePointer Firsts => _firsts.Pointer;

    public DevicePointer Starts => _starts.Pointer;

    public DevicePointer Weights => _weights.Pointer;

    /// <summary>Works the weights out and takes them to the device.</summary>
    /// <param name="cuda">The device.</param>
    /// <param name="taps">The map.</param>
    /// <param name="transposed">Whether its transpose is applied.</param>
    /// <param name="wide">Whether weights are float64.</param>
    public static TapMemory Of(CudaContext cuda, AxisTaps taps, bool transposed, bool wide) =>
        wide ? Of<double>(cuda, taps, transposed) : Of<float>(cuda, taps, transposed);

    private static TapMemory Of<T>(CudaContext cuda, AxisTaps taps, bool transposed) where T : unmanaged, INumberBase<T>
    {
        int to = transposed ? taps.From : taps.To;
        int[] firsts = new int[to], starts = new int[to + 1];
        var weights = new T[checked(taps.To * taps.Most)];
        fixed (int* first = firsts, start = starts)
        fixed (T* weight = weights)
        {
            if (transposed) TapTable.WriteTransposed(taps, first, start, weight);
            else TapTable.Write(taps, first, start, weight);
        }
        return new(cuda, firsts, starts, MemoryMarshal.AsBytes<T>(weights));
    }
}
