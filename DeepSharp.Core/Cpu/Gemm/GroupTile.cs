namespace DeepSharp.Cpu;

/// <summary>
/// A tile of twelve rows of a product whose operands lie where they lie, not in panels: <c>C[i, j] (= or +=) sum over k of A[i, k] B[k, j]</c>.
/// </summary>
/// <remarks>
/// The rows come in four groups of three neighbours, which may lie anywhere: pixels of an image, taps of a kernel. k goes in runs: along a run A moves
/// on by <see cref="KStep"/>, and each run begins at an offset of its own. B moves on by <see cref="BStep"/> all along.
/// </remarks>
internal unsafe struct GroupTile<T> where T : unmanaged
{
    /// <summary>Rows of a group.</summary>
    public const int GroupRows = 3;

    /// <summary>Groups of a tile.</summary>
    public const int Groups = 4;

    /// <summary>Rows of a tile.</summary>
    public const int Rows = Groups * GroupRows;

    /// <summary>The first value of each group's first row.</summary>
    public T* A0, A1, A2, A3;

    /// <summary>Elements from a row of A to the next of its group, and from one k to the next.</summary>
    public nint RowStep, KStep;

    /// <summary>Where each run begins, seen from the group's first value.</summary>
    public nint* RunOffsets;

    /// <summary>Number of runs, and values of each.</summary>
    public int Runs, Length;

    /// <summary>The first row of B's columns.</summary>
    public T* B;

    /// <summary>Elements from one k of B to the next.</summary>
    public nint BStep;

    /// <summary>The first row of each group in C.</summary>
    public T* C0, C1, C2, C3;

    /// <summary>Elements from a row of C to the next of its group.</summary>
    public nint Ldc;

    /// <summary>Memory that is asked for meanwhile: a line with each k, <see cref="AheadStep"/> bytes apart; nothing where that is zero.</summary>
    public byte* Ahead;

    /// <inheritdoc cref="Ahead"/>
    public nint AheadStep;

    /// <summary>Whether the sums are added to C.</summary>
    public bool Accumulate;

    /// <summary>Sets the first value of each group.</summary>
    public void SetA(T** groups)
    {
        A0 = groups[0];
        A1 = groups[1];
        A2 = groups[2];
        A3 = groups[3];
    }

    /// <summary>Sets the first row of each group in C, from a column on.</summary>
    public void SetC(T** groups, int column, nint ldc)
    {
        C0 = groups[0] + column;
        C1 = groups[1] + column;
        C2 = groups[2] + column;
        C3 = groups[3] + column;
        Ldc = ldc;
    }
}
