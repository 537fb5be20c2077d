using System.Runtime.InteropServices;

namespace DeepSharp.Cpu;

/// <summary>A line of zeros as long as any block of k: what a patch reads where it hangs over the border.</summary>
internal static unsafe class ZeroLine
{
    private static readonly byte* s_zeros = Allocate();

    public static T* Pointer<T>() where T : unmanaged => (T*)s_zeros;

    private static byte* Allocate()
    {
        const nuint bytes = (Blocking.Kc + 64) * sizeof(double);
        var zeros = (byte*)NativeMemory.AlignedAlloc(bytes, ScratchArena.Alignment);
        NativeMemory.Clear(zeros, bytes);
        return zeros;
    }
}
