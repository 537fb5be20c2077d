using System.Numerics;

namespace DeepSharp.Cpu;

/// <summary>Parallel body: tasks of C for one block of columns and k, each a block of A (packed here) times a slice of the packed
/// B.</summary>
internal unsafe struct BlockProduct<T, TA, TE> : IParallelBody
    where T : unmanaged, IFloatingPointIeee754<T>
    where TA : struct, IPanelPacker<T>
    where TE : struct, IEpilogue<T>
{
    // The epilogue follows each strip of rows of about this many elements, while the strip is still in the first-level cache.
    private const int EpilogueElements = 4096;

    public MicroKernel<T> Kernel;
    public TA PackA;
    public TE Epilogue;
    public T* PackedB;
    public T* C;
    public int Ldc;
    public int M;
    public int FirstColumn;     // of the block, in C
    public int Columns;         // of the block
    public int K0;
    public int Kc;
    public int TaskRows;
    public int TaskColumns;
    public bool Accumulate;
    public bool Finish;         // the last block of k: run the epilogue

    public readonly int Slices => Blocking.CeilDiv(Columns, TaskColumns);

    public readonly int Tasks => Blocking.CeilDiv(M, TaskRows) * Slices;

    public readonly void Run(int start, int end)
    {
        using var scratch = ScratchArena.Rent<T>((long)TaskRows * Kc);
        T* packedA = scratch.Pointer;
        int slices = Slices, packed = -1;
        for (int task = start; task < end; task++)
        {
            int block = task / slices;
            int row = block * TaskRows;
            int rows = Math.Min(TaskRows, M - row);
            if (block != packed)
            {
                for (int i = 0; i < rows; i += Kernel.Rows)
                    PackA.Pack(packedA + (long)i * Kc, row + i, Math.Min(Kernel.Rows, rows - i), K0, Kc, Kernel.Rows);
                packed = block;
            }
            int column = task % slices * TaskColumns;
            Slice(packedA, row, rows, column, Math.Min(column + TaskColumns, Columns));
        }
    }

    // A panel of A stays in the first-level cache while the panels of B stream by from the second.
    private readonly void Slice(T* packedA, int row, int rows, int column, int end)
    {
        int columns = end - column;
        int strip = Math.Max(Kernel.Rows, EpilogueElements / columns / Kernel.Rows * Kernel.Rows);
        T* c = C + (long)row * Ldc + FirstColumn + column;
        for (int first = 0; first < rows; first += strip)
        {
            int last = Math.Min(first + strip, rows);
            for (int i = first; i < last; i += Kernel.Rows)
            {
                T* a = packedA + (long)i * Kc;
                for (int j = 0; j < columns; j += Kernel.Columns)
                {
                    Tile(a, PackedB + (long)(column + j) * Kc, c + (long)i * Ldc + j, Math.Min(Kernel.Rows, rows - i),
                        Math.Min(Kernel.Columns, columns - j));
                }
            }
            if (Finish)
                Epilogue.Apply(c + (long)first * Ldc, Ldc, row + first, last - first, FirstColumn + column, columns);
        }
    }

    private readonly void Tile(T* a, T* b, T* c, int rows, int columns)
    {
        int width = Kernel.PanelColumns(columns);
        if (rows == Kernel.Rows && columns == width)
            Kernel.ForPanel(width)(Kc, a, b, c, Ldc, Accumulate);
        else
            EdgeTile(a, b, c, rows, columns, width);
    }

    // The kernel writes whole tiles: at the border into a tile of its own, from which the part inside C is taken.
    private readonly void EdgeTile(T* a, T* b, T* c, int rows, int columns, int width)
    {
        T* tile = stackalloc T[MicroKernel<T>.MaxTile];
        Kernel.ForPanel(width)(Kc, a, b, tile, width, false);
        for (int i = 0; i < rows; i++, tile += width, c += Ldc)
        {
            for (int j = 0; j < columns; j++)
                c[j] = Accumulate ? c[j] + tile[j] : tile[j];
        }
    }
}
