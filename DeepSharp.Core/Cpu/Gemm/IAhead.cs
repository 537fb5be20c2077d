using System.Runtime.CompilerServices;

namespace DeepSharp.Cpu;

/// <summary>What a micro-kernel does for the memory that will be read behind its tile: compiled into it, so that a kernel that asks for nothing
/// costs nothing.</summary>
internal unsafe interface IAhead
{
    /// <summary>Called with each k.</summary>
    static abstract void Ask(ref byte* line);
}

/// <summary>Asks for nothing.</summary>
internal readonly unsafe struct NotAhead : IAhead
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Ask(ref byte* line) { }
}

/// <summary>Asks for one line after the other.</summary>
internal readonly unsafe struct LineAhead : IAhead
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Ask(ref byte* line)
    {
        CacheLines.Ask(line);
        line += CacheLines.Size;
    }
}
