using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace DeepSharp.Cpu;

/// <summary>Copies of short rows, a pixel or a few registers, for which a call would take longer than the copy.</summary>
internal static unsafe class ShortCopy
{
    /// <summary>Copies bytes between places that do not overlap: the first and the last of them in registers that may.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Run(byte* from, byte* to, long bytes)
    {
        if (bytes is >= 8 and <= 16)
        {
            ulong first = Unsafe.ReadUnaligned<ulong>(from), last = Unsafe.ReadUnaligned<ulong>(from + bytes - 8);
            Unsafe.WriteUnaligned(to, first);
            Unsafe.WriteUnaligned(to + bytes - 8, last);
        }
        else if (bytes is > 16 and <= 32)
        {
            Vector128<byte> first = Vector128.Load(from), last = Vector128.Load(from + bytes - 16);
            first.Store(to);
            last.Store(to + bytes - 16);
        }
        else if (bytes is > 32 and <= 256) Registers(from, to, bytes);
        else Buffer.MemoryCopy(from, to, bytes, bytes);
    }

    private static void Registers(byte* from, byte* to, long bytes)
    {
        for (long i = 0; i < bytes - 32; i += 32) Vector256.Load(from + i).Store(to + i);
        Vector256.Load(from + bytes - 32).Store(to + bytes - 32);
    }
}
