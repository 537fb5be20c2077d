namespace DeepSharp.Gpu;

/// <summary>Sets all elements to one value.</summary>
internal static class Filling
{
    private const int Threads = 256;

    /// <summary>Fills so many elements with a number of their type.</summary>
    public static void Run(CudaContext cuda, DevicePointer to, long count, DType type, double value)
    {
        Span<byte> bytes = stackalloc byte[sizeof(ulong)];
        bytes.Clear();
        Element.Write(bytes, type, value);
        Run(cuda, to, count, type.Size, BitConverter.ToInt64(bytes));
    }

    /// <summary>Fills so many elements of a size with the lower bits of a number.</summary>
    public static void Run(CudaContext cuda, DevicePointer to, long count, int size, long bits)
    {
        if (bits == 0)
        {
            cuda.Clear(to, count * size);
            return;
        }
        // Several small elements are one of eight bytes.
        long all = count * size;
        int unit = Math.Max(size, Math.Min(sizeof(long), ElementCarrier.Unit(all | (long)to.Address)));
        for (int have = size; have < unit; have *= 2) bits = bits << 8 * have | bits & (1L << 8 * have) - 1;
        cuda.Launch(cuda.Function("copy", "fill", ElementCarrier.Of(unit)), cuda.GridFor(all / unit, Threads), to, all / unit, bits);
    }
}
