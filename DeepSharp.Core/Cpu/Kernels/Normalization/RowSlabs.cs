namespace DeepSharp.Cpu;

/// <summary>
/// Rows of a matrix cut into slabs whose partial sums are added in order. The cut depends on the number of rows only, so sums are the same
/// on any number of threads. Inside a slab, runs of few rows are summed in the element type and added up in double.
/// </summary>
internal readonly record struct RowSlabs(int Rows)
{
    /// <summary>Rows summed in the element type: few enough for small rounding errors and for the second pass to find them in cache.</summary>
    public const int Run = 32;

    private const int Most = 64;

    // Below this many elements a slab costs less than handing it to another thread.
    private const int WorkPerChunk = 32 * 1024;

    /// <summary>The number of slabs.</summary>
    public int Count => Math.Clamp(Rows / Run, 1, Most);

    /// <summary>The first row of a slab; the end of slab s is the start of slab s + 1.</summary>
    public int Start(int slab) => (int)((long)Rows * slab / Count);

    /// <summary>Slabs that a chunk of a parallel loop needs at least.</summary>
    public int Grain(int columns) => (int)Math.Clamp(WorkPerChunk / Math.Max(1L, (long)Rows * columns / Count), 1, Most);

    /// <summary>Rows that a chunk of a parallel loop needs at least where rows do not depend on each other.</summary>
    public static int RowGrain(int columns) => Math.Max(1, WorkPerChunk / Math.Max(1, columns));

    /// <summary>Adds the partial sums of all slabs, [slab, columns] each, into those of the first.</summary>
    public unsafe void Add(double* partial, int columns)
    {
        for (int slab = 1; slab < Count; slab++)
        {
            double* more = partial + (long)slab * columns;
            for (int c = 0; c < columns; c++) partial[c] += more[c];
        }
    }
}
