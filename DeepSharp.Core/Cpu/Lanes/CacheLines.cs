using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;

namespace DeepSharp.Cpu;

/// <summary>
/// Asking for memory before it is used. The processor sees streams by itself, but stops at each page of 4 KiB and loses those that jump; loops over
/// more than the second-level cache holds gain a fifth to a third. Results do not depend on it, and addresses behind the end do no harm.
/// </summary>
internal static unsafe class CacheLines
{
    /// <summary>Bytes of a line.</summary>
    public const int Size = 64;

    /// <summary>How far a loop that walks straight on looks ahead, in elements: a page.</summary>
    public static nint Ahead<T>() where T : unmanaged => 4096 / sizeof(T);

    /// <summary>Elements that memory must have more than it needs to be aligned by <see cref="Align"/>.</summary>
    public static int Spare<T>() where T : unmanaged => Size / sizeof(T);

    /// <summary>The first address from this one on that begins a line: vectors that lie across two cost twice.</summary>
    public static T* Align<T>(T* address) where T : unmanaged => (T*)(((nint)address + Size - 1) & -Size);

    /// <summary>Asks for the line of an address, which will be read or written; it comes into the second-level cache.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Ask<T>(T* address) where T : unmanaged
    {
        if (Sse.IsSupported) Sse.Prefetch1(address);
    }
}
