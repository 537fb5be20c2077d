using System.Numerics;

namespace DeepSharp.Cpu;

/// <summary>Parallel body: tasks of C for one block of columns and one or more blocks of k, each a block of A (packed here) times a slice of the
/// packed B.</summary>
internal unsafe struct BlockProduct<T, TA, TE> : IParallelBody
    where T : unmanaged, IFloatingPointIeee754<T>
    where TA : struct, IPanelPacker<T>
    where TE : struct, IEpilogue<T>
{
    // The epilogue follows each strip of rows of about this many elements, while the strip is still in the first-level cache.
    private const int EpilogueElements = 4096;

    public MicroKernel<T> Kernel;
    public TA PackA;
    public T* PackedA;          // all of A where it is packed already; otherwise null
    public TE Epilogue;
    public T* PackedB;          // the first block of k; each later one stands BlockStep further
    public LineRows<T> SourceB; // the block's rows of B where its whole panels are packed on the way, by the first rows of C; otherwise nothing
    public T* C;
    public int Ldc;
    public int M;
    public int FirstColumn;     // of the block, in C
    public int Columns;         // of the block
    public int K;
    public int KBlock;
    public long BlockStep;
    public int K0;              // the blocks of k to go through, behind those done before
    public int KEnd;
    public int RowBlocks;       // tasks are equal shares of the rows
    public int Slices;          // times equal shares of the columns, both in whole tiles
    public bool Accumulate;
    public bool Continues;      // behind K, in another product
    public LineStream NextB;    // what packing the next block of B will read

    /// <summary>Whether there are values of k from this one on, here or in the next product.</summary>
    public readonly bool MoreK(int k) => k < K || Continues;

    /// <summary>How many tasks the blocks of k are worth.</summary>
    public readonly int WorthTasks => Blocking.Tasks((long)M * Columns * (KEnd - K0));

    public readonly int Tasks => RowBlocks * Slices;

    private readonly int SliceStart(int slice) => Blocking.Start(Columns, Kernel.Columns, Slices, slice);

    private readonly int FirstRow(int block) => Blocking.Start(M, Kernel.Rows, RowBlocks, block);

    public readonly void Run(int start, int end)
    {
        using var scratch = ScratchArena.Rent<T>(PackedA != null ? 0 : (long)Blocking.Longest(M, Kernel.Rows, RowBlocks) * Math.Min(KBlock, KEnd - K0));
        int tasks = Tasks;
        var part = new KPart { PackedB = PackedB };
        for (int k0 = K0; k0 < KEnd; k0 += KBlock, part.PackedB += BlockStep)
        {
            (part.K0, part.Length) = (k0, Math.Min(KBlock, KEnd - k0));
            part.Accumulate = Accumulate || k0 > 0;
            part.Finish = k0 + part.Length == K;
            int packed = -1;
            for (int task = start; task < end; task++)
            {
                var (block, slice) = Math.DivRem(task, Slices);
                int row = FirstRow(block), rows = FirstRow(block + 1) - row;
                T* packedA = PackedA != null ? PackedLeft.Block(PackedA, M, k0, Kernel.Rows) + (long)row * part.Length : scratch.Pointer;
                if (block != packed && PackedA == null)
                {
                    PackedLeft.Pack(Kernel, PackA, packedA, row, rows, k0, part.Length);
                    packed = block;
                }
                int column = SliceStart(slice), last = SliceStart(slice + 1);
                part.NextB = NextB.Part(task, tasks);
                part.NextA = NextA(part, task, end);
                Slice(ref part, packedA, row, rows, column, last);
            }
        }
    }

    // The rows of A that are packed next: those behind the task's last, or its part of the next k.
    private readonly LineStream NextA(in KPart part, int task, int end)
    {
        if (PackedA != null) return default;
        int next = (task + 1) / Slices;
        if (task + 1 < end && next != task / Slices)
            return PackA.Source(FirstRow(next), FirstRow(next + 1) - FirstRow(next), part.K0, part.Length);
        int k = part.K0 + part.Length;
        return MoreK(k) ? PackA.Source(0, M, k, KBlock).Part(task, Tasks) : default;
    }

    /// <summary>One block of k: its length, its block of B, whether it adds to C, and whether it is the last, which the epilogue follows; and what
    /// will be read after a task.</summary>
    private struct KPart
    {
        public T* PackedB;
        public int K0, Length;
        public bool Accumulate, Finish;
        public LineStream NextA, NextB;
    }

    // A panel of A stays in the first-level cache while the panels of B stream by from the second.
    private readonly void Slice(ref KPart part, T* packedA, int row, int rows, int column, int end)
    {
        int columns = end - column;
        int strip = Math.Max(Kernel.Rows, EpilogueElements / columns / Kernel.Rows * Kernel.Rows);
        T* c = C + (long)row * Ldc + FirstColumn + column;
        for (int i = 0; i < rows;)
        {
            int first = i;
            for (int panel; i < rows && i - first < strip; i += panel)
            {
                panel = Kernel.PanelRows(rows - i);
                T* a = packedA + (long)i * part.Length, to = c + (long)i * Ldc;
                bool packs = SourceB.First != null && row + i == 0;
                for (int j = 0; j < columns; j += Kernel.Columns)
                {
                    T* b = part.PackedB + (long)(column + j) * part.Length;
                    if (packs && columns - j >= Kernel.Columns)
                        Kernel.RunPacking(part.Length, a, SourceB.First + column + j, SourceB.Step, b, to + j, Ldc, part.Accumulate);
                    else
                        Tile(ref part, a, panel, b, to + j, Math.Min(panel, rows - i), Math.Min(Kernel.Columns, columns - j));
                }
            }
            int last = Math.Min(i, rows);
            if (part.Finish) Epilogue.Apply(c + (long)first * Ldc, Ldc, row + first, last - first, FirstColumn + column, columns);
        }
    }

    private readonly void Tile(ref KPart part, T* a, int panel, T* b, T* c, int rows, int columns)
    {
        int width = Kernel.PanelColumns(columns);
        if (panel == Kernel.ShortRows && columns == width)
            Kernel.RunShort(rows, part.Length, a, b, width, c, Ldc, part.Accumulate);
        else if (rows != Kernel.Rows || columns != width)
            EdgeTile(part, a, panel, b, c, rows, columns, width);
        else if (width == Kernel.Columns && Kernel.RunAhead != null && (part.NextB.Lend(part.Length, out byte* ahead) || part.NextA.Lend(part.Length, out ahead)))
            Kernel.RunAhead(part.Length, a, b, c, Ldc, part.Accumulate, ahead);
        else
            Kernel.ForPanel(width)(part.Length, a, b, c, Ldc, part.Accumulate);
    }

    // The kernel writes whole tiles: at the border into a tile of its own, from which the part inside C is taken.
    private readonly void EdgeTile(in KPart part, T* a, int panel, T* b, T* c, int rows, int columns, int width)
    {
        T* room = stackalloc T[MicroKernel<T>.MaxTile + CacheLines.Spare<T>()], tile = CacheLines.Align(room);
        if (panel == Kernel.ShortRows) Kernel.RunShort(rows, part.Length, a, b, width, tile, width, false);
        else Kernel.ForPanel(width)(part.Length, a, b, tile, width, false);
        for (int i = 0; i < rows; i++, tile += width, c += Ldc)
        {
            for (int j = 0; j < columns; j++)
                c[j] = part.Accumulate ? c[j] + tile[j] : tile[j];
        }
    }
}
