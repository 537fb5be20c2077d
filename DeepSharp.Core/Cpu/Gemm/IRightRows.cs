using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace DeepSharp.Cpu;

/// <summary>What a micro-kernel does with the rows of B that it has read: compiled into it, as <see cref="IAhead"/> is.</summary>
internal unsafe interface IRightRows
{
    /// <summary>Called with each k.</summary>
    static abstract void Put<T>(Vector512<T> left, Vector512<T> right, ref T* panel) where T : unmanaged;
}

/// <summary>They come from a panel.</summary>
internal readonly unsafe struct IsPacked : IRightRows
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Put<T>(Vector512<T> left, Vector512<T> right, ref T* panel) where T : unmanaged { }
}

/// <summary>They go into a panel, for the tiles that come after.</summary>
internal readonly unsafe struct IsPacking : IRightRows
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Put<T>(Vector512<T> left, Vector512<T> right, ref T* panel) where T : unmanaged
    {
        left.Store(panel);
        right.Store(panel + Vector512<T>.Count);
        panel += 2 * Vector512<T>.Count;
    }
}
