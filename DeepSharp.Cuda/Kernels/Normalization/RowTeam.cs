namespace DeepSharp.Gpu;

/// <summary>Who works on a row: a warp on short ones, a block on long ones, see <c>kernels/common/team.cuh</c>.</summary>
internal static class RowTeam
{
    private const int LongestOfWarp = 1024, WarpsPerBlock = 8, LongRow = 8192;

    /// <summary>Whether a warp has a row of so many elements.</summary>
    public static bool IsWarp(int elements) => elements <= LongestOfWarp;

    /// <summary>The grid for rows of so many elements.</summary>
    public static LaunchGrid Grid(CudaContext cuda, long rows, int elements)
    {
        if (IsWarp(elements)) return new((int)Math.Min((rows + WarpsPerBlock - 1) / WarpsPerBlock, cuda.Multiprocessors * 64L), 32 * WarpsPerBlock);
        return new((int)Math.Min(rows, cuda.Multiprocessors * 32L), elements < LongRow ? 256 : 1024);
    }
}
