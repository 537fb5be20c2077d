namespace DeepSharp.Cpu;

/// <summary>A matrix given by its strides.</summary>
internal readonly unsafe struct MatrixView<T>(T* first, long row, long column) where T : unmanaged
{
    /// <summary>The first element; element (i, j) stands at <c>First[i * Row + j * Column]</c>.</summary>
    public readonly T* First = first;

    public readonly long Row = row, Column = column;

    /// <summary>The rows from one on.</summary>
    public MatrixView<T> From(int row) => new(First + row * Row, Row, Column);
}

/// <summary>The matrices of a tensor [.., rows, columns] that is stretched over a batch, by their number.</summary>
internal readonly unsafe struct MatrixBatch<T> where T : unmanaged
{
    private readonly T* _first;
    private readonly long* _offsets;
    private readonly long _row, _column;

    /// <param name="tensor">Its last two axes, where there, are rows and columns; axes of length one are stretched.</param>
    /// <param name="batch">The lengths of the axes before.</param>
    /// <param name="offsets">Room for one number a matrix.</param>
    public MatrixBatch(Tensor tensor, ReadOnlySpan<int> batch, long* offsets)
    {
        _first = (T*)tensor.Bytes();
        _offsets = offsets;
        (_row, _column) = (Step(tensor, batch.Length, batch.Length), Step(tensor, batch.Length, batch.Length + 1));
        int count = 1;
        foreach (int length in batch) count *= length;
        for (int n = 0; n < count; n++)
        {
            int rest = n;
            offsets[n] = 0;
            for (int d = batch.Length - 1; d >= 0; d--)
            {
                (rest, int i) = Math.DivRem(rest, batch[d]);
                offsets[n] += i * Step(tensor, batch.Length, d);
            }
        }
    }

    public MatrixView<T> this[int n] => new(_first + _offsets[n], _row, _column);

    /// <summary>The tensor's step along an axis of [batch.., rows, columns]; zero where it is stretched.</summary>
    private static long Step(Tensor tensor, int batchRank, int axis)
    {
        int own = axis - (batchRank + 2 - tensor.Rank);
        return own < 0 || tensor.Shape[own] == 1 ? 0 : tensor.Strides[own];
    }
}
