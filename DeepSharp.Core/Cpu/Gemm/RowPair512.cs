using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace DeepSharp.Cpu;

/// <summary>A row of a tile two 512-bit vectors wide. Sums go by reference into inlined methods, so that the compiler keeps them in registers.</summary>
internal static unsafe class RowPair512
{
    /// <summary>Adds a value of A times a row of B to the sums.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Add<T>(T* a, Vector512<T> left, Vector512<T> right, ref Vector512<T> sumLeft, ref Vector512<T> sumRight) where T : unmanaged
    {
        var x = Vector512.Create(*a);
        sumLeft = MultiplyAdd.Run(x, left, sumLeft);
        sumRight = MultiplyAdd.Run(x, right, sumRight);
    }

    /// <summary>Writes the sums, or adds them to what is there.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store<T>(T* c, Vector512<T> left, Vector512<T> right, bool add) where T : unmanaged
    {
        if (add)
        {
            left += Vector512.Load(c);
            right += Vector512.Load(c + Vector512<T>.Count);
        }
        left.Store(c);
        right.Store(c + Vector512<T>.Count);
    }
}
