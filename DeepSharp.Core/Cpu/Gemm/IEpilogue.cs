namespace DeepSharp.Cpu;

/// <summary>What happens to each finished block of a product while it is still in cache. Called from several threads, once for each
/// element.</summary>
internal unsafe interface IEpilogue<T> where T : unmanaged
{
    /// <summary>Works in place on a block of C.</summary>
    /// <param name="c">The first element of the block, not of the matrix.</param>
    /// <param name="ldc">Distance between rows of the block, in elements.</param>
    /// <param name="row">The row of C the block starts at.</param>
    /// <param name="rows">Rows of the block.</param>
    /// <param name="col">The column of C the block starts at.</param>
    /// <param name="cols">Columns of the block.</param>
    void Apply(T* c, int ldc, int row, int rows, int col, int cols);
}
