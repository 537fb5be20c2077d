namespace DeepSharp.Gpu;

/// <summary>
/// How the columns of a matrix are summed over its rows in two stages, see <c>kernels/common/columns.cuh</c>. It depends on the lengths only, so
/// that sums are the same on every device.
/// </summary>
/// <param name="Rows">Rows of the matrix.</param>
/// <param name="Columns">Columns of the matrix.</param>
internal readonly record struct ColumnGrid(long Rows, int Columns)
{
    private const int Threads = 256, MostWidth = 32, RowsPerThread = 16, MostBlocks = 2048, FinishRows = 8;

    /// <summary>Columns a block has side by side.</summary>
    private int Width => Math.Min(MostWidth, (int)System.Numerics.BitOperations.RoundUpToPowerOf2((uint)Math.Max(1, Columns)));

    private int Tiles => (Columns + Width - 1) / Width;

    /// <summary>Runs of rows, each summed by itself.</summary>
    public int Slabs => (int)Math.Clamp(Rows / (Threads / Width * RowsPerThread), 1, Math.Max(1, MostBlocks / Math.Max(1, Tiles)));

    /// <summary>Bytes of one partial sum of all slabs.</summary>
    public long PartialBytes => (long)Slabs * Columns * sizeof(double);

    /// <summary>The first stage, and whatever else goes over the whole matrix.</summary>
    public LaunchGrid Stage => new((Tiles, Slabs, 1), (Width, Threads / Width, 1));

    /// <summary>The second stage, which adds up the slabs.</summary>
    public LaunchGrid Finish => new(((Columns + MostWidth - 1) / MostWidth, 1, 1), (MostWidth, FinishRows, 1));
}
