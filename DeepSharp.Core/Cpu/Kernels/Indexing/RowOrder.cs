namespace DeepSharp.Cpu;

/// <summary>Positions sorted by the row they name, by radix, so that the time does not grow with the number of rows there are.</summary>
/// <remarks>Within a row positions keep their order. <see cref="CountingSort"/> is for the case that every row is visited anyway.</remarks>
internal readonly unsafe ref struct RowOrder
{
    private const int Bits = 8;

    private readonly Scratch<int> _order, _starts;

    private RowOrder(Scratch<int> order, Scratch<int> starts, int count)
    {
        _order = order;
        _starts = starts;
        Count = count;
    }

    /// <summary>How many different rows are named.</summary>
    public int Count { get; }

    /// <summary>The positions, row after row.</summary>
    public int* Order => _order.Pointer;

    /// <summary>Where each named row's positions begin, and the end of the last one's.</summary>
    public int* Starts => _starts.Pointer;

    /// <summary>Sorts.</summary>
    /// <param name="index">The row of each position.</param>
    /// <param name="count">The number of positions.</param>
    /// <param name="rows">The number of rows there are; at least 1.</param>
    public static RowOrder Of(int* index, int count, int rows)
    {
        var order = ScratchArena.Rent<int>(count);
        var starts = ScratchArena.Rent<int>(count + 1L);
        int passes = 0;
        for (int largest = rows - 1; largest > 0; largest >>= Bits) passes++;
        // The two arrays change places with each pass, and the last one ends in the order's.
        int* sorted = order.Pointer, first = passes % 2 == 0 ? sorted : starts.Pointer;
        for (int i = 0; i < count; i++) first[i] = i;
        for (int pass = 0; pass < passes; pass++)
        {
            bool last = (passes - pass) % 2 == 1;
            Pass(index, last ? starts.Pointer : sorted, last ? sorted : starts.Pointer, count, pass * Bits);
        }
        int named = 0;
        for (int i = 0; i < count; i++)
            if (i == 0 || index[sorted[i]] != index[sorted[i - 1]]) starts.Pointer[named++] = i;
        starts.Pointer[named] = count;
        return new(order, starts, named);
    }

    /// <summary>Gives the memory back, last rented first.</summary>
    public void Dispose()
    {
        _starts.Dispose();
        _order.Dispose();
    }

    private static void Pass(int* index, int* from, int* to, int count, int shift)
    {
        const int Mask = (1 << Bits) - 1;
        int* next = stackalloc int[1 << Bits];
        new Span<int>(next, 1 << Bits).Clear();
        for (int i = 0; i < count; i++) next[(index[from[i]] >> shift) & Mask]++;
        int total = 0;
        for (int digit = 0; digit <= Mask; digit++) (next[digit], total) = (total, total + next[digit]);
        for (int i = 0; i < count; i++) to[next[(index[from[i]] >> shift) & Mask]++] = from[i];
    }
}
