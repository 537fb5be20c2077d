using System.Runtime.CompilerServices;

namespace DeepSharp.Cpu;

/// <summary>Brings rows into lanes and back: a block of queries is worked on with each query in a lane of its own.</summary>
internal static unsafe class LaneTurn
{
    /// <summary>Writes <c>to[j * width + i] = x[i, j]</c>, zeros for the rows from <paramref name="rows"/> to <paramref name="width"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void In<T>(MatrixView<T> x, int rows, int columns, int width, T* to) where T : unmanaged
    {
        if (x.Row == 1)
        {
            // Lies as it is needed, but for its length.
            Copy(new(x.First, x.Column, 1), columns, rows, to, columns, width);
            return;
        }
        if (x.Column != 1)
        {
            for (int j = 0; j < columns; j++)
                for (int i = 0; i < width; i++) to[j * width + i] = i < rows ? x.First[i * x.Row + j * x.Column] : default;
            return;
        }
        T** lines = stackalloc T*[width];
        for (int i = 0; i < rows; i++) lines[i] = x.First + i * x.Row;
        PanelInterleave.Run(lines, rows, width, columns, to);
    }

    /// <summary>Writes <c>to[i * columns + j] = turned[j * width + i]</c> for <paramref name="rows"/> rows.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Out<T>(T* turned, int rows, int columns, int width, T* to) where T : unmanaged
    {
        using var lines = ScratchArena.Rent<nint>(columns);
        for (int j = 0; j < columns; j++) lines.Pointer[j] = (nint)(turned + (long)j * width);
        PanelInterleave.Run((T**)lines.Pointer, columns, columns, rows, to);
    }

    /// <summary>Copies rows to a place whose rows are <paramref name="length"/> long, zeros behind the columns and for rows from
    /// <paramref name="rows"/> to <paramref name="height"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Copy<T>(MatrixView<T> x, int rows, int columns, T* to, int height, int length) where T : unmanaged
    {
        for (int i = 0; i < height; i++, to += length)
        {
            int there = i < rows ? columns : 0;
            T* from = x.First + i * x.Row;
            if (x.Column == 1) new ReadOnlySpan<T>(from, there).CopyTo(new Span<T>(to, there));
            else
                for (int j = 0; j < there; j++) to[j] = from[j * x.Column];
            new Span<T>(to + there, length - there).Clear();
        }
    }
}
