namespace DeepSharp.Cpu;

/// <summary>Sorts positions by the row they name, keeping their order within a row.</summary>
internal static unsafe class CountingSort
{
    /// <summary>Lists the positions of row 0, then those of row 1, and so on; row r's part of the list ends at ends[r].</summary>
    /// <param name="index">The row of each position.</param>
    /// <param name="count">The number of positions.</param>
    /// <param name="rows">The number of rows.</param>
    /// <param name="ends">Gets the ends of the rows' parts.</param>
    /// <param name="order">Gets the positions.</param>
    public static void Run(int* index, int count, int rows, int* ends, int* order)
    {
        new Span<int>(ends, rows).Clear();
        for (int i = 0; i < count; i++) ends[index[i]]++;
        int total = 0;
        for (int r = 0; r < rows; r++) (ends[r], total) = (total, total + ends[r]);
        for (int i = 0; i < count; i++) order[ends[index[i]]++] = i;
    }
}
