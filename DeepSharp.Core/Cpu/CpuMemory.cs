namespace DeepSharp.Cpu;

/// <summary>Copies between the CPU's storage and another device's, straight from memory to memory.</summary>
internal static unsafe class CpuMemory
{
    /// <summary>A span holds less than 2³¹ bytes; more go in parts.</summary>
    private const int Part = 1 << 30;

    /// <summary>Copies bytes of the CPU to a device.</summary>
    public static void Write(Storage from, long fromOffset, Backend device, Storage to, long toOffset, long bytes)
    {
        for (long done = 0; done < bytes; done += Part)
            device.Write(to, toOffset + done, new ReadOnlySpan<byte>(((CpuStorage)from).Pointer + fromOffset + done, (int)Math.Min(Part, bytes - done)));
        GC.KeepAlive(from);
    }

    /// <summary>Copies bytes of a device to the CPU.</summary>
    public static void Read(Backend device, Storage from, long fromOffset, Storage to, long toOffset, long bytes)
    {
        for (long done = 0; done < bytes; done += Part)
            device.Read(from, fromOffset + done, new Span<byte>(((CpuStorage)to).Pointer + toOffset + done, (int)Math.Min(Part, bytes - done)));
        GC.KeepAlive(to);
    }
}
