using System.Runtime.CompilerServices;

namespace DeepSharp.Cpu;

/// <summary>A transform along both axes of a tile, channel by channel in vectors.</summary>
internal static unsafe class WinogradSquare<T, V, TTransform>
    where T : unmanaged
    where V : struct, ILane<V, T>
    where TTransform : struct, IWinogradTransform
{
    /// <summary>Maps the pixels of a tile; both sides lie as [row, column] of channels at steps of their own.</summary>
    /// <param name="channels">Channels of a pixel, a multiple of the vector.</param>
    /// <param name="from">The first pixel.</param>
    /// <param name="rowStep">Elements to the next row.</param>
    /// <param name="columnStep">Elements to the next pixel.</param>
    /// <param name="to">The first pixel of the result.</param>
    /// <param name="toRow">Elements to the result's next row.</param>
    /// <param name="toColumn">Elements to the result's next pixel.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run(int channels, T* from, nint rowStep, nint columnStep, T* to, nint toRow, nint toColumn)
    {
        int given = TTransform.Size.From, made = TTransform.Size.To;
        T* room = stackalloc T[6 * 6 * V.Count + CacheLines.Spare<T>()], half = CacheLines.Align(room);
        nint line = given * V.Count;
        for (int c = 0; c < channels; c += V.Count, from += V.Count, to += V.Count)
        {
            T* x = from, h = half, y = to;
            for (int column = 0; column < given; column++, x += columnStep, h += V.Count)
                TTransform.Run<T, V>(x, rowStep, h, line);
            h = half;
            for (int row = 0; row < made; row++, h += line, y += toRow)
                TTransform.Run<T, V>(h, V.Count, y, toColumn);
        }
    }
}
