using System.Numerics;

namespace DeepSharp.Cpu;

/// <summary>Parallel body: tasks of C for one block of columns and k, each a block of A (packed here) times a slice of the packed
/// B.</summary>
internal unsafe struct BlockProduct<T, TA, TE> : IParallelBody
    where T : unmanaged, IFloatingPointIeee754<T>
    where TA : struct, IPanelPacker<T>
    where TE : struct, IEpilogue<T>
{
    // The epilogue follows each group of columns this wide, while the group is still in the second-level cache.
    private const int EpilogueColumns = 256;

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

    private readonly void Slice(T* packedA, int row, int rows, int column, int end)
    {
        int group = Blocking.RoundUp(EpilogueColumns, Kernel.Columns);
        for (; column < end; column += group)
        {
            int columns = Math.Min(group, end - column);
            T* c = C + (long)row * Ldc + FirstColumn + column;
            // A panel of B stays in the first-level cache while the panels of A pass by.
            for (int j = 0; j < columns; j += Kernel.Columns)
            {
                T* b = PackedB + (long)(column + j) * Kc;
                for (int i = 0; i < rows; i += Kernel.Rows)
                    Tile(packedA + (long)i * Kc, b, c + (long)i * Ldc + j, Math.Min(Kernel.Rows, rows - i),
                        Math.Min(Kernel.Columns, columns - j));
            }
            if (Finish)
                Epilogue.Apply(c, Ldc, row, rows, FirstColumn + column, columns);
        }
    }

    private readonly void Tile(T* a, T* b, T* c, int rows, int columns)
    {
        if (rows == Kernel.Rows && columns == Kernel.Columns)
            Kernel.Run(Kc, a, b, c, Ldc, Accumulate);
        else
            EdgeTile(a, b, c, rows, columns);
    }

    // The kernel writes whole tiles: at the border into a tile of its own, from which the part inside C is taken.
    private readonly void EdgeTile(T* a, T* b, T* c, int rows, int columns)
    {
        T* tile = stackalloc T[MicroKernel<T>.MaxTile];
        Kernel.Run(Kc, a, b, tile, Kernel.Columns, false);
        for (int i = 0; i < rows; i++, tile += Kernel.Columns, c += Ldc)
        {
            for (int j = 0; j < columns; j++)
                c[j] = Accumulate ? c[j] + tile[j] : tile[j];
        }
    }
}
