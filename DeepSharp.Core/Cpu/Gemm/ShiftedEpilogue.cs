namespace DeepSharp.Cpu;

/// <summary>An epilogue for a product that fills only a part of a wider matrix: rows and columns are told in terms of the whole.</summary>
internal readonly unsafe struct ShiftedEpilogue<T, TInner>(TInner inner, int row, int col) : IEpilogue<T>
    where T : unmanaged
    where TInner : struct, IEpilogue<T>
{
    private readonly TInner _inner = inner;
    private readonly int _row = row;
    private readonly int _col = col;

    public void Apply(T* c, int ldc, int row, int rows, int col, int cols) => _inner.Apply(c, ldc, _row + row, rows, _col + col, cols);
}
